"""The command that prints the table, with sizes too small to judge anything by."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.bare_times import installed_peers
from concur_workloads.api import backends

TABLE = Path(__file__).with_name("table.py")


@pytest.mark.slow
@pytest.mark.terminal
def test_every_benchmark_measures_something() -> None:
    done = subprocess.run(
        [sys.executable, str(TABLE), "--quick", "--json"],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["rows"]
    measured = {row["benchmark"]: 0 for row in rows}
    for row in rows:
        measured[row["benchmark"]] += 1
        assert math.isfinite(row["ours"]["value"])
        # An idle program may take and write nothing at all, and a thread more need no new page.
        assert row["ours"]["value"] > 0 or row["benchmark"] in {"idle", "memory"}, row
    mechanisms = [each for each in backends() if not each.unavailable and each.name != "serial"]
    peers = len(installed_peers())
    assert measured == {
        "cost per task": 13 + peers,
        "first result": 3 + peers,
        "creation": sum(1 + (each.fewest_workers == 1) for each in mechanisms),
        "memory": sum(each.fewest_workers == 1 for each in mechanisms),
        "recorder": 3,
        "recorder, sustained": 3,
        "control blocks": 2,
        "observer": 13,
        "first paint": 2,
        "key to paint": 4,
        "idle": 2,
        "during a run": 2,
        "with a screen": 1,
    }

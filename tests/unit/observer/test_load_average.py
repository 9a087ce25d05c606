"""What the file of the load says, and what is left without it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from concur_workloads.observer.load_average import Load, LoadAverage


def test_the_load_and_the_newest_process(tmp_path: Path) -> None:
    (tmp_path / "loadavg").write_text("1.25 0.50 0.10 2/345 6789\n")
    load = LoadAverage(tmp_path)
    assert load.read() == Load(1.25, 6789)
    load.close()
    load.close()


def test_an_id_that_is_not_told_is_none(tmp_path: Path) -> None:
    (tmp_path / "loadavg").write_text("0.00 0.00 0.00 0/0 0\n")
    load = LoadAverage(tmp_path)
    assert load.read() == Load(0.0, None)
    load.close()


@pytest.mark.skipif(not hasattr(os, "getloadavg"), reason="this system has no load average")
def test_without_the_file_there_is_still_the_load(tmp_path: Path) -> None:
    load = LoadAverage(tmp_path).read()
    assert load.last_minute is not None
    assert load.newest_pid is None


@pytest.mark.skipif(sys.platform != "linux", reason="it is read from /proc")
def test_a_process_that_is_made_changes_the_newest() -> None:
    load = LoadAverage()
    before = load.read().newest_pid
    subprocess.run([sys.executable, "-c", ""], check=True)
    assert load.read().newest_pid != before
    load.close()

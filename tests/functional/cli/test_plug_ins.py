"""Workloads of installed distributions: listed, run by name, and harmless when broken."""

import json
from pathlib import Path

import pytest

from support.command_line import concur_tui

_GOOD = '''
from typing import Literal

from concur_workloads import workload


@workload(title="counts letters", about={"case": "which letters"}, tasks=3)
def letters(number: int, case: Literal["upper", "lower"] = "upper") -> int:
    """Count the letters of an alphabet."""
    import string

    return len(getattr(string, f"ascii_{case}case")) * (number + 1)
'''

_ENTRY_POINTS = """
[concur_tui.workloads]
letters = plugged:letters
broken = plugged_badly:f
nonsense = no function at all
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """PYTHONPATH with a distribution that has three plug-ins, two of them broken."""
    files = {
        "plugged.py": _GOOD,
        "plugged_badly.py": "import os\n\nos._exit(3)\n",
        "plugged-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: plugged\nVersion: 1.0\n",
        "plugged-1.0.dist-info/entry_points.txt": _ENTRY_POINTS,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return {"PYTHONPATH": str(tmp_path)}


def test_plug_ins_are_listed_also_broken_ones(environment: dict[str, str]) -> None:
    ran = concur_tui("list", "--json", env=environment)
    assert ran.returncode == 0, ran.stderr
    broken, good, nonsense = json.loads(ran.stdout)["plug_ins"]
    assert (good["name"], good["distribution"], good["problem"]) == ("letters", "plugged", "")
    assert good["workload"]["title"] == "counts letters"
    assert [each["name"] for each in good["workload"]["parameters"]] == ["items", "case"]
    assert broken["workload"] is nonsense["workload"] is None
    assert broken["problem"] == "The process that imported it exited with code 3."
    assert "no function at all" in nonsense["problem"]


def test_a_plug_in_runs_by_its_name(environment: dict[str, str]) -> None:
    arguments = ["run", "letters", "--set", "case=lower", "--repeats", "1", "--workers", "1"]
    ran = concur_tui(*arguments, "--json", "--quiet", env=environment)
    assert ran.returncode == 0, ran.stderr
    report = json.loads(ran.stdout)
    assert report["spec"]["workload"] == "plugged:letters"
    assert report["spec"]["parameters"] == {"items": "", "case": "lower"}
    assert report["spec"]["tasks"] == 3
    assert report["result"]["status"] == "completed", report["result"]["cause"]

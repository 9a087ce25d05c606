"""Where each workload is defined: the table is whole, and a runner imports just what it needs."""

import subprocess
import sys
from pathlib import Path

import pytest

from concur_workloads import catalog
from concur_workloads.api import SpecError, workload, workloads
from concur_workloads.catalog.workload import Workload
from concur_workloads.recorder.waits import MOST_RESOURCES

_FOLDER = Path(catalog.__file__).parent


def test_every_workload_that_is_defined_is_in_the_table_under_its_name() -> None:
    defined = sum(
        line.lstrip(" ") == "Workload(" and len(line) - len("Workload(") == 4
        for path in _FOLDER.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    assert defined == len(workloads())
    assert [each.name for each in workloads()] == [workload(each.name).name for each in workloads()]


def test_names_and_families() -> None:
    assert all(isinstance(each, Workload) for each in workloads())
    families = [each.family for each in workloads()]
    gathered = [family for at, family in enumerate(families) if families[at - 1 : at] != [family]]
    assert len(gathered) == len(set(gathered)), "a family stands in two places"


def test_no_lane_has_to_tell_of_more_resources_than_it_can() -> None:
    assert max(len(each.resources) for each in workloads()) <= MOST_RESOURCES


def test_an_unknown_name_is_told_with_those_that_are_known() -> None:
    with pytest.raises(SpecError, match="one of sum-of-squares, primes"):
        workload("sum-of-cubes")


def test_a_runner_imports_only_the_module_of_what_it_runs() -> None:
    code = (
        "import sys\n"
        "from concur_workloads.catalog.registry import workload\n"
        "workload('no-op')\n"
        "print([name for name in sys.modules if name.startswith('concur_workloads.catalog.')\n"
        "       and name.count('.') > 2 and '.own' not in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("'")[1::2] == [
        "concur_workloads.catalog.overhead.set_times",
    ]

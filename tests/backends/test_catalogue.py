"""Every workload of the families of CPU and I/O at its smallest, on processes and on threads."""

import pytest

from concur_workloads.api import Workload, workloads
from concur_workloads.interpreter import this_interpreter
from support.experiments import Mechanism, run_to_end

_WORKLOADS = [each for each in workloads() if each.family in ("CPU-bound", "I/O-bound")]
_MECHANISMS = [
    Mechanism("multiprocessing.Process", "fork"),
    pytest.param(Mechanism("threading.Thread", None), marks=pytest.mark.exhaustive),
]


@pytest.mark.parametrize("mechanism", _MECHANISMS, ids=str)
@pytest.mark.parametrize("workload", _WORKLOADS, ids=lambda each: each.name)
async def test_results_are_those_of_serial_and_every_figure_is_told(
    workload: Workload, mechanism: Mechanism
) -> None:
    if workload.needs_package not in ("", *this_interpreter().packages):
        pytest.skip(f"{workload.needs_package} is not installed")
    spec = mechanism.spec(
        workload.name,
        parameters=workload.smallest,
        tasks=workload.smallest_tasks,
        baseline=True,
    )
    result, log = await run_to_end(spec)
    assert (result.status, result.cause) == ("completed", "")
    assert result.checksum_matches
    assert [each.figure for each in result.figures] == list(workload.figures)
    assert [entry for entry in log if entry.level in ("warning", "error")] == []

"""How many bytes a task hashes follows from a straight line through two measurements."""

from typing import Any

import pytest

from concur_workloads.api import Latency, RunResult, RunSpec
from concur_workloads.control.task_size import TaskSize, calibrated
from support.run_results import a_result


async def test_a_line_is_laid_through_two_sizes() -> None:
    asked: list[RunSpec] = []

    async def run(spec: RunSpec) -> RunResult:
        asked.append(spec)
        time_s = 2e-6 + 1e-9 * float(spec.parameters["bytes"])
        return a_result(spec=spec, latency=Latency(time_s, time_s, time_s, time_s))

    found = await calibrated("gil-held", None, run)
    assert isinstance(found, TaskSize)
    assert (found.fixed_s, found.byte_s) == pytest.approx((2e-6, 1e-9))
    assert {spec.backend for spec in asked} == {"serial"}
    assert found.bytes_for(1e-3) == pytest.approx(998_000)
    assert found.bytes_for(1e-6) == 2_048


@pytest.mark.parametrize("changes", [{"status": "failed"}, {"latency": None}])
async def test_a_run_that_gave_no_time_is_handed_back(changes: dict[str, Any]) -> None:
    given = a_result(**changes)

    async def run(_spec: RunSpec) -> RunResult:
        return given

    assert await calibrated("gil-held", None, run) is given

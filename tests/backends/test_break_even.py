"""A real search for the break-even, as small as it can be, and one that is ended."""

import asyncio

import pytest

from concur_workloads.api import BreakEven, BreakEvenResult, LogEntry, planned_break_even
from concur_workloads.control.break_even_plan import Effort
from support.experiments import LIMIT_S
from support.leftovers import nothing_left_behind

_TINY = Effort(steps=1, pairs=2, pass_s=0.002, limit_s=LIMIT_S)
_NO_TIME = Effort(steps=1, pairs=2, pass_s=0.002, limit_s=0.0)


def _search(effort: Effort, log: list[LogEntry]) -> BreakEven:
    plan = planned_break_even(2, effort=effort, works=["held"], names=["threads"])
    return BreakEven(plan, log.append)


async def _run(search: BreakEven) -> BreakEvenResult:
    return await asyncio.wait_for(search.run(), LIMIT_S)


async def test_every_size_is_measured() -> None:
    log: list[LogEntry] = []
    with nothing_left_behind():
        result = await _run(_search(_TINY, log))
    (line,) = result.lines
    assert (result.status, result.out_of_time, line.cause) == ("completed", False, "")
    assert [point.size_s for point in line.points] == pytest.approx([1e-5, 1e-4, 1e-3, 1e-2])
    assert all(point.speedup is not None and point.speedup.pairs == 2 for point in line.points)
    # A thousand times by the calibration; but others may have been at work meanwhile.
    times_s = [point.task_s for point in line.points if point.task_s is not None]
    assert times_s[3] > 10 * times_s[0] > 0
    assert len([entry for entry in log if entry.source == "break-even"]) == 4


async def test_after_its_limit_no_point_is_begun() -> None:
    result = await _run(_search(_NO_TIME, []))
    assert (result.status, result.out_of_time, result.lines[0].points) == ("completed", True, ())


@pytest.mark.parametrize("how", ["cancel", "kill"])
async def test_it_can_be_ended_in_the_middle(how: str) -> None:
    begun = asyncio.Event()
    plan = planned_break_even(2, effort=_TINY, works=["held"], names=["threads"])
    search = BreakEven(plan, lambda _entry: begun.set())
    with nothing_left_behind():
        running = asyncio.create_task(_run(search))
        await begun.wait()
        assert not search.snapshot().cancelling
        getattr(search, how)()
        result = await running
    assert result.status in ("cancelled", "failed")
    assert len(result.lines[0].points) < 4

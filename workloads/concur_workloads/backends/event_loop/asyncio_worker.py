"""A worker whose tasks are coroutines: timed from the first step to the last, CPU step by step."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from typing import Any

from concur_workloads.backends.event_loop.loop_worker import LoopWorker
from concur_workloads.catalog.figures import Outcome
from concur_workloads.catalog.workload import WARM_UP_TASK
from concur_workloads.recorder.layout import Gate
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.steps import LaneSteps
from concur_workloads.recorder.writer import cpu_clock_ns, wall_clock_ns
from concur_workloads.worker import MEASURED, WARMING_UP, Phase, make_argument

# As plain numbers: to name a member of an enum takes longer than to write a record.
_OPEN = int(Gate.OPEN)
_CANCELLED = int(Gate.CANCELLED)

_GATE_POLL_S = 0.002


async def may_begin(recording: Recording) -> bool:
    """Wait while the run is paused, without keeping the loop; False once it is cancelled."""
    while True:
        gate = recording.gate_word[0]
        if gate == _OPEN:
            return True
        if gate == _CANCELLED:
            return False
        await asyncio.sleep(_GATE_POLL_S)


class CoroutineWorker(LoopWorker):
    """What runs one coroutine at a time on one lane; others use the same thread meanwhile.

    The CPU time of a task is that of its own steps: what the loop does for it in between, and
    tasks that it creates, are not in it.
    """

    def run_coroutine(
        self, task: int, argument: object, number: int
    ) -> Coroutine[Any, Any, object]:
        """To be awaited: runs one task of pass `number`, gives its result or what it raised."""
        return self._timed_steps(task, argument, number, MEASURED)

    def run_warm_up(self) -> Coroutine[Any, Any, object]:
        """To be awaited: runs one task that counts for nothing; raises what it raised."""
        argument = make_argument(self._workload, WARM_UP_TASK, self._settings)
        return self._timed_steps(WARM_UP_TASK, argument, 0, WARMING_UP)

    async def _timed_steps(self, task: int, argument: Any, number: int, phase: Phase) -> object:
        writer, coroutine = self._writer, self._workload.coroutine
        assert coroutine is not None
        kind, failed_kind, state = phase
        writer.say(state, task, number)
        told = self._steps if phase is MEASURED else None
        steps = _Steps(coroutine(argument, self._settings), told)
        start_ns = wall_clock_ns()
        try:
            result = await steps
        except BaseException:
            writer.record(failed_kind, task, number, start_ns, wall_clock_ns(), steps.cpu_ns)
            raise
        end_ns = wall_clock_ns()
        cpu_ns = steps.cpu_ns
        if type(result) is Outcome:
            result = self._keep_figures(result, phase, task, number, start_ns, end_ns, cpu_ns)
        writer.record(kind, task, number, start_ns, end_ns, cpu_ns)
        return result


class _Steps:
    """Awaits a coroutine, says in its lane when it is in a step, and adds up their CPU time.

    That is the thread's in the steps.
    """

    def __init__(self, coroutine: Coroutine[Any, Any, object], told: LaneSteps | None) -> None:
        self.cpu_ns = 0
        self._coroutine = coroutine
        self._told = told

    def __await__(self) -> Generator[Any, Any, object]:
        coroutine, told = self._coroutine, self._told
        thrown: BaseException | None = None
        while True:
            if told is not None:
                told.begin(wall_clock_ns())
            before_ns = cpu_clock_ns()
            try:
                # What the loop gets to wait for is what it would get without us in between.
                awaited = coroutine.send(None) if thrown is None else coroutine.throw(thrown)
            except StopIteration as returned:
                return returned.value
            finally:
                self.cpu_ns += cpu_clock_ns() - before_ns
                thrown = None
                if told is not None:
                    told.end(wall_clock_ns())
            try:
                yield awaited
            except BaseException as error:  # noqa: BLE001 - a cancellation, for the coroutine
                thrown = error

"""One pass in an event loop: a task of asyncio for each chunk, as many at once as workers."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Awaitable, Callable

from concur_workloads.backends.base import Host, PassOutcome
from concur_workloads.backends.event_loop.asyncio_thread import LoopThread
from concur_workloads.backends.event_loop.asyncio_worker import may_begin
from concur_workloads.backends.event_loop.loop_lag import LagProbe
from concur_workloads.backends.event_loop.task_group import TaskGroup
from concur_workloads.backends.failed_tasks import FailedTasks
from concur_workloads.backends.task_source import TaskSource
from concur_workloads.digest import add_digests, digest
from concur_workloads.protocol.events import LoopLag
from concur_workloads.recorder.layout import Gate


class Share:
    """What one chunk came to; used by one thread at a time. `tell` gets what failed."""

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self.completed = 0
        self.digest = 0
        self.fail = tell

    def add(self, task: int, result: object) -> None:
        """Count a task that gave a result."""
        self.digest = add_digests(self.digest, digest(task, result))
        self.completed += 1


#: Runs the tasks of a chunk for pass `number`, none if the run is cancelled; raises nothing.
RunChunk = Callable[[range, int, Share], Awaitable[None]]


class LoopPass:
    """Hands out the chunks in the loop's thread; tells failures and lag from the main thread."""

    def __init__(
        self, host: Host, thread: LoopThread, outcome: PassOutcome, run_chunk: RunChunk
    ) -> None:
        self._host = host
        self._thread = thread
        self._outcome = outcome
        self._run_chunk = run_chunk
        self._source = TaskSource(host.spec.tasks, host.spec.chunk_size)
        self._failed = FailedTasks(host, outcome, self._source)
        self._failures: queue.SimpleQueue[tuple[int, int, str]] = queue.SimpleQueue()
        self._lags: queue.SimpleQueue[list[int]] = queue.SimpleQueue()

    def run(self) -> PassOutcome:
        """In the main thread: run all tasks."""
        outcome = self._outcome
        while True:
            self._thread.call(self._run_in_loop(), each=self._tell)
            outcome.end()
            self._tell()
            # What is tried again may have come back when the source had been found empty.
            if not self._source.left or self._host.recording.gate is Gate.CANCELLED:
                return outcome

    def _tell(self) -> None:
        while not self._failures.empty():
            self._failed.add(*self._failures.get())
        while not self._lags.empty():
            self._host.emit(LoopLag(self._outcome.number, self._lags.get()))

    async def _run_in_loop(self) -> None:
        recording, source = self._host.recording, self._source
        loop = asyncio.get_running_loop()
        probe = LagProbe(loop, self._note_lag, lambda: recording.gate is Gate.PAUSED)
        probe.start()
        room = asyncio.Semaphore(self._host.spec.workers)
        # No task is created before there is room for it, so there are never more than workers.
        async with TaskGroup() as group:
            while True:
                await room.acquire()
                if not await may_begin(recording) or (chunk := source.take()) is None:
                    break
                group.create_task(self._run_one(chunk, room))
        probe.stop()

    async def _run_one(self, chunk: range, room: asyncio.Semaphore) -> None:
        share = Share(self._note_failure)
        await self._run_chunk(chunk, self._outcome.number, share)
        self._outcome.completed += share.completed
        self._outcome.digest = add_digests(self._outcome.digest, share.digest)
        room.release()

    def _note_failure(self, task: int, worker: int, cause: str) -> None:
        """From any thread."""
        self._failures.put((task, worker, cause))
        self._thread.nudge()

    def _note_lag(self, late_ns: list[int]) -> None:
        self._lags.put(late_ns)
        self._thread.nudge()

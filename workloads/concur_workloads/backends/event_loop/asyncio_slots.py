"""asyncio with all tasks in the thread of the loop: coroutines, or functions that block it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import deque
from time import monotonic_ns

from concur_workloads.backends.base import Broken, Host, PassOutcome, Refusal
from concur_workloads.backends.event_loop.asyncio_calls import awaits_coroutines
from concur_workloads.backends.event_loop.asyncio_limit import Overdue, within
from concur_workloads.backends.event_loop.asyncio_pass import LoopPass, Share
from concur_workloads.backends.event_loop.asyncio_thread import LoopThread
from concur_workloads.backends.event_loop.asyncio_worker import CoroutineWorker, may_begin
from concur_workloads.backends.event_loop.blocking_worker import BlockingWorker
from concur_workloads.backends.reporting import Reporter
from concur_workloads.worker import Worker, describe, make_argument
from concur_workloads.worker_setup import SetupError


class AsyncioSlots:
    """Workers are places in the loop: each has at most one task, and all share one thread."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._reporter = Reporter(host)
        self._thread = LoopThread(host)
        self._places = _places(host)
        self._free = deque(self._places)

    def start(self) -> None:
        """Start the loop and say who is where."""
        created_ns = monotonic_ns()
        for each in self._places:
            self._reporter.worker_starting(each.lane)
        self._thread.start()
        try:
            self._thread.call(self._take_places(created_ns))
        except SetupError as error:
            raise Broken(f"The workers could not be set up: {error}.") from error
        for each in self._places:
            self._reporter.worker_ready(each.lane)

    async def _take_places(self, created_ns: int) -> None:
        first, *others = self._places
        # Their one thread is set up once.
        first.get_ready(created_ns)
        for each in others:
            each.take_place(created_ns)

    def warm_up(self) -> None:
        """Let all places run their warm-up tasks, at the same time if these can wait."""
        self._thread.call(self._warm_up_all())

    async def _warm_up_all(self) -> None:
        await asyncio.gather(*(self._warm_up(each) for each in self._places))

    async def _warm_up(self, worker: Worker) -> None:
        if not isinstance(worker, CoroutineWorker):
            worker.warm_up(self._host.spec.warm_up)
            return
        for _ in range(self._host.spec.warm_up):
            if not await may_begin(self._host.recording):
                return
            try:
                await worker.run_warm_up()
            except BaseException as error:  # noqa: BLE001 - whatever user code raises
                print(f"A warm-up task raised {describe(error)}", file=sys.stderr)

    def run_pass(self, number: int) -> PassOutcome:
        """Run all tasks in the loop."""
        outcome = self._reporter.begin(number)
        return LoopPass(self._host, self._thread, outcome, self._run_chunk).run()

    async def _run_chunk(self, chunk: range, number: int, share: Share) -> None:
        # In turns, so that each place is seen in use.
        worker = self._free.popleft()
        for task in chunk:
            if not await may_begin(self._host.recording):
                break
            try:
                share.add(task, await self._run_task(worker, task, number))
            except Overdue as error:
                share.fail(task, worker.lane, str(error))
            except BaseException as error:  # noqa: BLE001 - whatever user code raises
                share.fail(task, worker.lane, describe(error))
        self._free.append(worker)

    async def _run_task(self, worker: Worker, task: int, number: int) -> object:
        host = self._host
        argument = make_argument(host.workload, task, host.settings)
        if isinstance(worker, CoroutineWorker):
            running, limit_s = worker.run_coroutine(task, argument, number), host.spec.timeout_s
            return await (running if limit_s is None else within(limit_s, running))
        return worker.run(task, argument, number)

    def kill_worker(self, worker: int, signal_name: str) -> None:
        """A place in a loop cannot be killed."""
        raise Refusal(
            f"Worker {worker} is a place in the event loop of process {os.getpid()}: {signal_name} "
            "would end the process with all its tasks. Stop the run instead."
        )

    def stop(self) -> None:
        """End the loop, unless a task keeps it."""
        if not self._thread.stop():
            self._host.abandon("the event loop, which a task keeps busy")
            return
        for each in self._places:
            each.end()
            self._reporter.worker_exited(each.lane, None, expected=True)


def _places(host: Host) -> list[Worker]:
    kind = CoroutineWorker if awaits_coroutines(host.spec, host.workload) else BlockingWorker
    return [
        kind(host.workload, host.settings, host.setup, host.recording, lane)
        for lane in range(1, host.spec.workers + 1)
    ]

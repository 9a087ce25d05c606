"""asyncio with functions that block: they run in threads, of which the loop awaits the results."""

from __future__ import annotations

import asyncio

from concur_workloads.backends.base import Host, PassOutcome
from concur_workloads.backends.event_loop.asyncio_pass import LoopPass, Share
from concur_workloads.backends.event_loop.asyncio_thread import LoopThread
from concur_workloads.backends.executor_worker import this_worker
from concur_workloads.backends.executors.thread_pool_executor import ThreadPoolExecutorBackend
from concur_workloads.worker import describe, make_argument


class AsyncioThreads(ThreadPoolExecutorBackend):
    """The loop's default executor, which `asyncio.to_thread` uses, has a thread for each worker."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._thread = LoopThread(host)

    def start(self) -> None:
        """Start the loop, and get all threads ready."""
        self._thread.start()
        super().start()
        executor = self._executor
        if executor is not None:
            self._thread.loop.call_soon_threadsafe(self._thread.loop.set_default_executor, executor)

    def run_pass(self, number: int) -> PassOutcome:
        """Run all tasks in the threads, awaited by the loop."""
        outcome = self._reporter.begin(number)
        return LoopPass(self._host, self._thread, outcome, self._await_chunk).run()

    async def _await_chunk(self, chunk: range, number: int, share: Share) -> None:
        await asyncio.to_thread(_run_chunk, self._host, chunk, number, share)

    def stop(self) -> None:
        """End the threads, then the loop; do not wait for what hangs."""
        super().stop()
        self._thread.stop()


def _run_chunk(host: Host, chunk: range, number: int, share: Share) -> None:
    """In a thread of the executor."""
    worker = this_worker()
    for task in chunk:
        if not worker.may_begin(task):
            return
        try:
            argument = make_argument(host.workload, task, host.settings)
            share.add(task, worker.run(task, argument, number))
        except BaseException as error:  # noqa: BLE001 - whatever user code raises
            share.fail(task, worker.lane, describe(error))

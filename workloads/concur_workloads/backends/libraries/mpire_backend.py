"""`mpire.WorkerPool`, as it is: one task that fails ends the whole call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from mpire import WorkerPool

from concur_workloads.backends.base import Host
from concur_workloads.backends.executor_worker import settle_process
from concur_workloads.backends.libraries.generator_backend import GeneratorBackend
from concur_workloads.isolation import parent_of_workers


class _PromptPool(WorkerPool):  # type: ignore[misc]
    """Gives its error first and clears up when asked to, for that can take it many seconds.

    It starts a process for each of its queues, one after the other, and waits in some of them.
    """

    gave_up = False

    def terminate(self) -> None:
        """Called by the pool itself before it raises the error that ends a call."""
        self.gave_up = True

    def clear_up(self) -> None:
        """End the workers and empty the queues."""
        super().terminate()


class MpireBackend(GeneratorBackend):
    """One pool for all calls, kept alive in between."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        spec = host.spec
        self._pool = _PromptPool(spec.workers, start_method=spec.start_method, keep_alive=True)
        runner = parent_of_workers(spec.start_method)
        # The same for all calls, as other parameters would start the workers anew.
        self._settle = partial(settle_process, self._home(), runner, keeps_signal_handlers=True)

    def _results(
        self, function: Callable[..., Any], calls: Iterable[tuple[Any, ...]], chunk_size: int
    ) -> Iterator[Any]:
        spec = self._host.spec
        most = None
        if spec.queue_bound is not None:
            most = (spec.workers + spec.queue_bound) * chunk_size
        results: Iterator[Any] = self._pool.imap_unordered(
            _call,
            ((function, *arguments) for arguments in calls),
            max_tasks_active=most,
            chunk_size=chunk_size,
            worker_init=self._settle,
        )
        return results

    def _tells_of_a_death(self, error: BaseException) -> bool:
        return isinstance(error, RuntimeError) and "died unexpectedly" in str(error)

    def _close(self) -> None:
        try:
            if not (self._pool.gave_up or self._processes.deaths):
                self._pool.stop_and_join()
        finally:
            if self._pool.gave_up or self._processes.deaths:
                self._pool.clear_up()


def _call(function: Callable[..., Any], *arguments: Any) -> Any:
    """In the worker: the one function of all calls."""
    return function(*arguments)

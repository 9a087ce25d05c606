"""`mpire.WorkerPool`, as it is: one task that fails ends the whole call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from mpire import WorkerPool

from concur_workloads.backends.base import Host
from concur_workloads.backends.executors.executor_worker import settle_process
from concur_workloads.backends.libraries.generator_backend import GeneratorBackend
from concur_workloads.isolation import parent_of_workers


class MpireBackend(GeneratorBackend):
    """One pool for all calls, kept alive in between."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        spec = host.spec
        self._pool = WorkerPool(spec.workers, start_method=spec.start_method, keep_alive=True)
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
        self._pool.terminate() if self._processes.deaths else self._pool.stop_and_join()


def _call(function: Callable[..., Any], *arguments: Any) -> Any:
    """In the worker: the one function of all calls."""
    return function(*arguments)

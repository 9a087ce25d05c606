"""`joblib.Parallel` with its loky processes, as it is: one task that fails ends the whole call."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from joblib import Parallel, delayed
from joblib.externals.loky import reusable_executor
from joblib.externals.loky.backend import get_context
from joblib.externals.loky.backend.process import LokyProcess
from joblib.externals.loky.process_executor import TerminatedWorkerError

from concur_workloads.backends.base import Host
from concur_workloads.backends.executor_worker import settle_process
from concur_workloads.backends.libraries.generator_backend import GeneratorBackend


class JoblibBackend(GeneratorBackend):
    """Its own batches, its own dispatch ahead; the same processes serve all calls."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        # A process that does not run the main module of the runner would not find this package. The
        # start method of loky that does so forgets the environment that joblib wants for it.
        get_context("loky").Process = partial(LokyProcess, init_main_module=True)

    def _results(
        self, function: Callable[..., Any], calls: Iterable[tuple[Any, ...]], chunk_size: int
    ) -> Iterator[Any]:
        spec = self._host.spec
        ahead: dict[str, Any] = {}
        if spec.queue_bound is not None:
            ahead["pre_dispatch"] = (spec.workers + spec.queue_bound) * chunk_size
        parallel = Parallel(
            n_jobs=spec.workers,
            backend="loky",
            batch_size=chunk_size,
            return_as="generator_unordered",
            initializer=settle_process,
            initargs=(self._home(), os.getpid()),
            **ahead,
        )
        results: Iterator[Any] = parallel(delayed(function)(*arguments) for arguments in calls)
        return results

    def _tells_of_a_death(self, error: BaseException) -> bool:
        return isinstance(error, TerminatedWorkerError)

    def _close(self) -> None:
        # There is no public way to ask for the executor that is there without making a new one.
        executor = reusable_executor._executor
        if executor is not None:
            executor.shutdown(wait=True)

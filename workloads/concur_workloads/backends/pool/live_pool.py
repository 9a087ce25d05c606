"""A `multiprocessing.Pool` with what is needed to see what becomes of it."""

from __future__ import annotations

from multiprocessing.pool import Pool

from concur_workloads.backends.base import Host
from concur_workloads.backends.executor_worker import PoolHome
from concur_workloads.backends.observed_context import observed_context
from concur_workloads.backends.pool.pool_crew import PoolCrew
from concur_workloads.backends.pool.pool_ending import end_pool
from concur_workloads.backends.pool.pool_threads import PoolThreads
from concur_workloads.backends.pool.pool_worker import enter_pool
from concur_workloads.isolation import parent_of_workers
from concur_workloads.recorder.reader import LaneReader


class LivePool:
    """The genuine pool of a host's spec, its processes and its threads; raises OSError."""

    def __init__(self, host: Host) -> None:
        spec = host.spec
        lanes = range(1, spec.workers + 1)
        self.readers = {lane: LaneReader(host.recording, lane) for lane in lanes}
        self.crew = PoolCrew(host, self.readers)
        context = observed_context(spec.start_method, self.crew.creating)
        self._complaints, self._complaining = context.Pipe(duplex=False)
        runner = parent_of_workers(spec.start_method)
        home = PoolHome.of(host)
        self.threads = PoolThreads(self.crew.wakeup.nudge)
        self.pool = Pool(
            spec.workers,
            enter_pool,
            (home, spec.warm_up, runner, self._complaining),
            spec.max_tasks_per_child,
            context,
        )

    def complaint(self) -> str:
        """Why a worker could not be set up, if one said so."""
        return self._complaints.recv_bytes().decode() if self._complaints.poll() else ""

    def end(self, *, is_broken: bool) -> None:
        """End it in bounded time and tell how its workers ended."""
        end_pool(self.pool, self.crew.signal_all, is_broken=is_broken)
        self.threads.close()
        self.crew.end()
        self._complaints.close()
        self._complaining.close()
        if not is_broken:  # Else some thread waits for ever, or nearly.
            self.crew.wakeup.close()

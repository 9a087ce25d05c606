"""`multiprocessing.Pool`, as it is: but where it would wait for ever, the run says so and ends."""

from __future__ import annotations

from concur_workloads.backends.base import Broken, Host, PassOutcome, Refusal
from concur_workloads.backends.pool.live_pool import LivePool
from concur_workloads.backends.pool.pool_pass import PoolPass
from concur_workloads.backends.reporting import Reporter
from concur_workloads.recorder.layout import Gate

_START_POLL_S = 0.002


class PoolBackend:
    """The genuine pool of processes, which replaces those that end but not what they were on."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._reporter = Reporter(host)
        self._live: LivePool | None = None
        self._is_broken = self._is_warm = False
        self._warm_ups: dict[int, int] = {}

    def start(self) -> None:
        """Make the pool, which starts all workers at once, and wait until they are ready."""
        host = self._host
        if host.recording.gate is Gate.CANCELLED:
            return
        host.recording.gate = Gate.STARTING
        for lane in range(1, host.spec.workers + 1):
            self._reporter.worker_starting(lane)
        self._live = live = LivePool(host)
        self._warm_ups = {
            lane: reader.counters().written + host.spec.warm_up
            for lane, reader in live.readers.items()
        }
        self._complete(live)

    def _complete(self, live: LivePool) -> None:
        """Wait until every lane has a worker that is ready."""
        while not live.crew.is_complete and self._host.recording.gate is not Gate.CANCELLED:
            self._host.step(_START_POLL_S)
            live.crew.look()
            self._check(live)

    def _check(self, live: LivePool) -> None:
        """Raise Broken if a worker died before all were warm, or later before it was ready."""
        death = live.crew.next_death()
        if death is None or (self._is_warm and death.identity is not None):
            return
        self._is_broken = True
        raise Broken(live.complaint() or f"{live.crew.sentence(death)}.")

    def warm_up(self) -> None:
        """Let all workers run their warm-up tasks at the same time, as each does on its own."""
        live, recording = self._live, self._host.recording
        if recording.gate is Gate.STARTING:
            recording.gate = Gate.OPEN
        while live is not None and recording.gate is not Gate.CANCELLED:
            if all(
                reader.counters().written >= self._warm_ups[lane]
                for lane, reader in live.readers.items()
            ):
                self._is_warm = True
                return
            self._host.step(_START_POLL_S)
            self._check(live)

    def run_pass(self, number: int) -> PassOutcome:
        """Give all tasks to the pool and fold what it gives."""
        if self._live is not None:
            self._complete(self._live)
        outcome = self._reporter.begin(number)
        if self._live is not None:
            work = PoolPass(self._host, self._live, outcome)
            work.run()
            self._is_broken = self._is_broken or work.is_broken
        return outcome.end()

    def kill_worker(self, worker: int, signal_name: str) -> None:
        """Send the signal to that process; what the pool makes of it is its own affair."""
        if self._live is None:
            raise Refusal(f"Worker {worker} is not running now.")
        self._live.crew.kill(worker, signal_name)

    def stop(self) -> None:
        """Close the pool, by force if it does not end in time or cannot."""
        if self._live is not None:
            self._live.end(is_broken=self._is_broken)

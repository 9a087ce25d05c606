"""The processes of a library's own pool, looked at from beside: who has which lane, who died."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from time import monotonic, sleep

from concur_workloads.backends.base import Host, Refusal
from concur_workloads.backends.process_end import open_end, true_exit_code
from concur_workloads.backends.reporting import Reporter
from concur_workloads.exit_status import exit_words
from concur_workloads.protocol.events import Note
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader, LaneStatus

#: How long the library's own threads may take to hand on the exit code that one of them has read.
_EXIT_CODE_LIMIT_S = 0.2
_EXIT_CODE_POLL_S = 0.002

#: The library may have noticed a death just before the runner's loop does.
_DEATH_LIMIT_S = 0.2
_DEATH_POLL_S = 0.01


@dataclass(frozen=True)
class Death:
    """The end of a process, with what its lane said when it was noticed; `how` in words."""

    lane: int
    pid: int
    how: str
    status: LaneStatus

    def task(self, number: int) -> int | None:
        """The task of pass `number` that it died on, if it was on one."""
        running = self.status.state is State.RUNNING and self.status.number == number
        return self.status.task if running else None


class PoolProcesses:
    """Watches the processes in the runner's loop; `deaths` are in the order in which they came."""

    def __init__(self, host: Host, readers: Mapping[int, LaneReader]) -> None:
        self._host = host
        self._readers = readers
        self._reporter = Reporter(host)
        self._by_lane: dict[int, BaseProcess] = {}
        self._sentinels: dict[int, int] = {}
        self._killed: dict[int, str] = {}
        self._codes: dict[int, int | None] = {}
        self.deaths: list[Death] = []

    def look(self) -> None:
        """Find out which process has which lane now, and tell who is new."""
        by_pid = {process.pid: process for process in multiprocessing.active_children()}
        for lane, reader in self._readers.items():
            identity = reader.identity()
            process = by_pid.get(identity.pid)
            if process is None or not identity.ready_ns or process is self._by_lane.get(lane):
                continue
            self._let_go(lane)
            self._by_lane[lane] = process
            self._watch(lane, process)
            self._reporter.worker_ready(lane)

    def _watch(self, lane: int, process: BaseProcess) -> None:
        is_child = self._host.spec.start_method != "forkserver"
        sentinel = self._sentinels[lane] = open_end(process, is_child=is_child)

        pid = process.pid or 0

        def ended() -> None:
            self._let_go(lane)
            status = self._readers[lane].status()
            self._codes[pid] = code = self._exit_code(process)
            how = exit_words(code)
            if pid in self._killed:
                how = f"was ended by {self._killed[pid]} on request"
            self.deaths.append(Death(lane, pid, how, status))

        self._host.watch(sentinel, ended)

    def _let_go(self, lane: int) -> None:
        sentinel = self._sentinels.pop(lane, None)
        if sentinel is not None:
            self._host.unwatch(sentinel)
            os.close(sentinel)

    def first_death(self) -> Death | None:
        """The first that came, also if it is seen only now; None if there is none."""
        limit = monotonic() + _DEATH_LIMIT_S
        while not self.deaths and monotonic() < limit:
            self._host.step(_DEATH_POLL_S)
        return next(iter(self.deaths), None)

    def told_with(self, cause: str, death: Death) -> str:
        """The library's own first sentence, and ours that says more."""
        return f"{cause.partition('. ')[0].rstrip('.')}. {self.sentence(death)}"

    def sentence(self, death: Death) -> str:
        """Who died, how, and on what."""
        status = death.status
        on = ""
        if status.state is State.WARMING_UP:
            on = " while it ran a warm-up task"
        elif status.state is State.RUNNING:
            on = f" while it ran task {status.task}"
        return f"Worker {death.lane} (process {death.pid}) {death.how}{on}."

    def kill(self, worker: int, signal_name: str) -> None:
        """Send a signal that a person asked for; raises Refusal."""
        if worker not in self._sentinels:
            raise Refusal(f"Worker {worker} is not running now.")
        pid = self._readers[worker].identity().pid
        self._killed[pid] = signal_name
        with suppress(ProcessLookupError):
            os.kill(pid, signal.Signals[signal_name])

    def kill_all(self, *, tells: bool) -> None:
        """End those that are left by force."""
        for lane in list(self._sentinels):
            pid = self._readers[lane].identity().pid
            if tells:
                text = f"worker {lane} (process {pid}) did not end with the pool, so it was killed"
                self._host.emit(Note("warning", text))
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def tell_ends(self, unexpected: Collection[Death]) -> None:
        """Tell how each process ended, once the pool is closed."""
        unasked = [death.pid for death in unexpected]
        for lane, process in self._by_lane.items():
            self._let_go(lane)
            pid = self._readers[lane].identity().pid
            code = self._codes[pid] if pid in self._codes else self._exit_code(process)
            self._reporter.worker_exited(lane, code, expected=pid not in unasked or not code)

    def _exit_code(self, process: BaseProcess) -> int | None:
        """Wait for it a little: whichever thread waited for the process got it, once."""
        limit = monotonic() + _EXIT_CODE_LIMIT_S
        try:
            while (code := process.exitcode) is None and monotonic() < limit:
                sleep(_EXIT_CODE_POLL_S)
        except ValueError:
            # The library has closed it, which it does only once it has ended as it should.
            return 0
        return true_exit_code(code, self._host.spec.start_method)

"""The processes of a pool that replaces its own: who has which lane, who died and of what."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

from concur_workloads.backends.base import Host, Refusal
from concur_workloads.exit_status import exit_words
from concur_workloads.protocol.events import WorkerExited, WorkerReady
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneIdentity, LaneReader, LaneStatus


@dataclass(frozen=True)
class PoolDeath:
    """The end of a process, with what its lane said then; no lane if it never got ready."""

    pid: int
    exit_code: int
    lane: int | None = None
    identity: LaneIdentity | None = None
    status: LaneStatus | None = None

    def task(self, number: int) -> int | None:
        """The task of pass `number` that it died on, if it was on one."""
        status = self.status
        if status is not None and status.state is State.RUNNING and status.number == number:
            return status.task
        return None

    @property
    def on_what(self) -> str:
        """What it was on, as the end of a sentence; empty when it was on nothing."""
        if self.status is not None and self.status.state is State.WARMING_UP:
            return " while it ran a warm-up task"
        if self.status is not None and self.status.state is State.RUNNING:
            return f" while it ran task {self.status.task}"
        return ""


class PoolCrew:
    """Notes deaths in the pool's own thread, and tells them in the runner's main thread.

    Only the pool's thread may ask a process for its exit code: where it comes through a pipe, the
    one of two that asks second reads nothing. And only there a dead worker's lane still says what
    it was on, as its successor is started next.
    """

    def __init__(
        self, host: Host, readers: Mapping[int, LaneReader], wake: Callable[[], None]
    ) -> None:
        self._host = host
        self._readers = readers
        self._wake = wake
        self._processes: list[BaseProcess] = []
        self._dead: deque[PoolDeath] = deque()
        self._present: dict[int, int] = {}
        self._asked: dict[int, str] = {}

    def creating(self, process: BaseProcess) -> None:
        """Note that the pool is about to start a process, in whichever thread it does so."""
        if threading.current_thread() is not threading.main_thread():
            self._note_the_dead()
        self._processes.append(process)
        self._wake()

    def _note_the_dead(self) -> None:
        for process in list(self._processes):
            code = process.exitcode
            if code is not None:
                self._processes.remove(process)
                self._dead.append(self._death(process.pid or 0, code))

    def _death(self, pid: int, code: int) -> PoolDeath:
        for lane, reader in self._readers.items():
            identity = reader.identity()
            if identity.pid == pid and identity.ready_ns:
                return PoolDeath(pid, code, lane, identity, reader.status())
        return PoolDeath(pid, code)

    @property
    def is_complete(self) -> bool:
        """Whether every lane has a worker that is alive, as far as was told."""
        return len(self._present) == len(self._readers)

    def next_death(self) -> PoolDeath | None:
        """The earliest death that was not asked for yet."""
        return self._dead.popleft() if self._dead else None

    def tell_death(self, death: PoolDeath, *, expected: bool) -> None:
        """Tell the program that a worker has ended, and before that it was ready if need be."""
        if death.lane is None or death.identity is None:
            return
        if self._present.pop(death.lane, None) != death.pid:
            self._tell_ready(death.lane, death.identity)
        self._host.emit(WorkerExited(death.lane, death.pid, death.exit_code, expected))

    def tell_ready(self) -> None:
        """Tell which workers have got ready since the last call."""
        living = {process.pid for process in list(self._processes)}
        for lane, reader in self._readers.items():
            identity = reader.identity()
            known = self._present.get(lane) == identity.pid
            if known or identity.pid not in living or not identity.ready_ns:
                continue
            if self._dead:
                return  # The end of its predecessor is to be told first.
            self._present[lane] = identity.pid
            self._tell_ready(lane, identity)

    def _tell_ready(self, lane: int, identity: LaneIdentity) -> None:
        self._host.emit(
            WorkerReady(
                lane, identity.pid, identity.native_id, identity.created_ns, identity.ready_ns
            )
        )

    def how(self, death: PoolDeath) -> str:
        """Exit code or signal in words."""
        name = self._asked.get(death.pid)
        if name is not None and death.exit_code == -signal.Signals[name]:
            return f"was ended by {name} on request"
        return exit_words(death.exit_code)

    def kill(self, lane: int, signal_name: str) -> None:
        """Send a signal that a person asked for; raises Refusal."""
        pid = self._present.get(lane)
        try:
            if pid is None:
                raise ProcessLookupError
            os.kill(pid, signal.Signals[signal_name])
        except ProcessLookupError:
            raise Refusal(f"Worker {lane} is not running now.") from None
        self._asked[pid] = signal_name

    def signal_all(self, number: signal.Signals) -> None:
        """End all processes, by SIGTERM or SIGKILL."""
        for process in list(self._processes):
            if number is signal.SIGTERM:
                process.terminate()
            else:
                process.kill()

    def tell_ends(self) -> None:
        """Tell how those ended that were there to the last; only once the pool has ended."""
        by_pid = {process.pid: process for process in self._processes}
        for lane, pid in self._present.items():
            if pid in by_pid:
                code = by_pid[pid].exitcode
                self._host.emit(WorkerExited(lane, pid, code, expected=True))

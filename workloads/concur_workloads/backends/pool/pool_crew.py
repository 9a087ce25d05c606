"""The processes of a pool that replaces its own: who has which lane, who died and of what."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from time import monotonic, monotonic_ns

from concur_workloads.backends.base import Host, Refusal
from concur_workloads.backends.observed_context import give_lane
from concur_workloads.backends.process_end import open_end, true_exit_code
from concur_workloads.backends.reporting import exited
from concur_workloads.backends.wakeup import Wakeup
from concur_workloads.exit_status import exit_words
from concur_workloads.protocol.events import WorkerExited, WorkerReady
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneIdentity, LaneReader, LaneStatus

#: How long the pool may take to notice the end of a process.
_NOTICE_LIMIT_S = 0.5


@dataclass(frozen=True)
class PoolDeath:
    """The end of a process, with what its lane said then; no identity if it never got ready.

    `exit_code` is None if it is not known; `noticed_ns` is before it had a successor.
    """

    lane: int
    pid: int
    exit_code: int | None
    identity: LaneIdentity | None
    status: LaneStatus
    noticed_ns: int

    def task(self, number: int) -> int | None:
        """The task of pass `number` that it died on, if it was on one."""
        is_on_one = self.identity is not None and self.status.state is State.RUNNING
        return self.status.task if is_on_one and self.status.number == number else None

    @property
    def when(self) -> str:
        """What it was on, as the end of a sentence."""
        if self.identity is None:
            return "before it could take a task"
        if self.status.state is State.WARMING_UP:
            return "while it ran a warm-up task"
        if self.status.state is State.RUNNING:
            return f"while it ran task {self.status.task}"
        return "between two tasks"


class PoolCrew:
    """Notes deaths in the pool's own thread, and tells them in the runner's main thread.

    Only the pool's thread may ask a process for its exit code: where it comes through a pipe, the
    one of two that asks second reads nothing. And only there a dead worker's lane still says what
    it was on, as it is given to a successor next.
    """

    def __init__(self, host: Host, readers: Mapping[int, LaneReader]) -> None:
        self._host = host
        self._readers = readers
        self.wakeup = Wakeup(host, self.look)
        self._living: dict[int, BaseProcess] = {}
        self._dead: deque[PoolDeath] = deque()
        self._present: dict[int, int] = {}
        self._unexpected: deque[PoolDeath] = deque()
        #: Two threads note the dead where the pool itself does not notice a death.
        self._counting = threading.Lock()
        self._ends: dict[int, int] = {}
        self._ended: dict[int, float] = {}
        self.last_unexpected: PoolDeath | None = None
        self._asked: dict[int, str] = {}

    def creating(self, process: BaseProcess) -> None:
        """Give a lane to a process that the pool is about to start, in whichever thread."""
        if threading.current_thread() is not threading.main_thread():
            self._note_the_dead()
        with self._counting:
            lane = next(lane for lane in self._readers if lane not in self._living)
            self._living[lane] = give_lane(process, lane)
        self.wakeup.nudge()

    def _note_the_dead(self) -> None:
        with self._counting:
            for lane, process in list(self._living.items()):
                code = process.exitcode
                if code is not None:
                    del self._living[lane]
                    self._dead.append(self._death(lane, process.pid or 0, code))

    def _death(self, lane: int, pid: int, code: int) -> PoolDeath:
        reader = self._readers[lane]
        identity = reader.identity()
        was_ready = identity.pid == pid and identity.ready_ns
        exit_code = true_exit_code(code, self._host.spec.start_method)
        known = identity if was_ready else None
        return PoolDeath(lane, pid, exit_code, known, reader.status(), monotonic_ns())

    @property
    def is_complete(self) -> bool:
        """Whether every lane has a worker that is alive."""
        return len(self._present) == len(self._readers) and not self._ended

    def statuses(self) -> list[LaneStatus]:
        """What the workers that are alive are on."""
        return [self._readers[lane].status() for lane in self._present]

    def next_death(self) -> PoolDeath | None:
        """The earliest death that was no part of the plan and was not asked for yet."""
        return self._unexpected.popleft() if self._unexpected else None

    def look(self) -> None:
        """Tell who has died and who has got ready since the last call; each wake-up calls it."""
        self._note_the_unnoticed()
        while self._dead:
            self._tell_death(self._dead.popleft())
        for lane, process in list(self._living.items()):
            identity, pid = self._readers[lane].identity(), process.pid
            if pid != identity.pid or not identity.ready_ns or self._present.get(lane) == pid:
                continue
            if self._dead:
                return  # The end of its predecessor is to be told first.
            self._present[lane] = pid
            self._tell_ready(lane, identity)
            self._watch_end(process, pid)

    def _watch_end(self, process: BaseProcess, pid: int) -> None:
        is_child = self._host.spec.start_method != "forkserver"
        end = self._ends[pid] = open_end(process, is_child=is_child)

        def ended() -> None:
            self._forget_end(pid)
            self._ended[pid] = monotonic()

        self._host.watch(end, ended)

    def _forget_end(self, pid: int) -> None:
        end = self._ends.pop(pid, None)
        if end is not None:
            self._host.unwatch(end)
            os.close(end)

    def _note_the_unnoticed(self) -> None:
        """A process that left a child behind may end without the pool's noticing."""
        for pid, ended_s in list(self._ended.items()):
            if monotonic() - ended_s > _NOTICE_LIMIT_S:
                del self._ended[pid]
                self._note_the_dead()

    def _tell_death(self, death: PoolDeath) -> None:
        replaced = self._host.spec.max_tasks_per_child is not None
        at_rest = death.status.state in (State.IDLE, State.ENDED)
        is_done = death.identity is not None and at_rest
        expected = replaced and is_done and not death.exit_code
        self._forget_end(death.pid)
        self._ended.pop(death.pid, None)
        if not expected:
            self._unexpected.append(death)
            self.last_unexpected = death
        if death.identity is None:
            return
        if self._present.pop(death.lane, None) != death.pid:
            self._tell_ready(death.lane, death.identity)
        self._host.emit(
            exited(
                self._host,
                death.lane,
                death.pid,
                death.exit_code,
                expected=expected,
                status=death.status,
                ended_ns=death.noticed_ns,
            )
        )

    def _tell_ready(self, lane: int, identity: LaneIdentity) -> None:
        self._host.emit(
            WorkerReady(
                lane, identity.pid, identity.native_id, identity.created_ns, identity.ready_ns
            )
        )

    def how(self, death: PoolDeath) -> str:
        """Exit code or signal in words."""
        name = self._asked.get(death.pid)
        if name is not None and death.exit_code in (None, -signal.Signals[name]):
            return f"was ended by {name} on request"
        return exit_words(death.exit_code)

    def sentence(self, death: PoolDeath) -> str:
        """Who died, how, and on what; without a full stop."""
        return f"Worker {death.lane} (process {death.pid}) {self.how(death)} {death.when}"

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
        for process in list(self._living.values()):
            if number is signal.SIGTERM:
                process.terminate()
            else:
                process.kill()

    def end(self) -> None:
        """Tell how those ended that were there to the last, once the pool has ended; let go."""
        self.look()
        for lane, pid in self._present.items():
            self._forget_end(pid)
            process = self._living.get(lane)
            if process is not None and process.pid == pid:
                code = true_exit_code(process.exitcode, self._host.spec.start_method)
                ended = WorkerExited(lane, pid, code, expected=True, ended_ns=monotonic_ns())
                self._host.emit(ended)
        self._living.clear()

"""What the adapters share whose library gives results through a generator alone."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from time import monotonic, monotonic_ns, process_time
from typing import Any

from concur_workloads.backends.base import Host, PassOutcome
from concur_workloads.backends.executor_worker import PoolHome, meet
from concur_workloads.backends.libraries import answer
from concur_workloads.backends.libraries.answer import run_task
from concur_workloads.backends.libraries.call_blame import CallBlame
from concur_workloads.backends.libraries.calling_thread import CallingThread
from concur_workloads.backends.libraries.pool_processes import PoolProcesses
from concur_workloads.backends.meeting import Meeting
from concur_workloads.backends.parcel import packed
from concur_workloads.backends.pool_stall import Stall
from concur_workloads.backends.reporting import Reporter
from concur_workloads.backends.wakeup import Wakeup
from concur_workloads.digest import add_digests, digest
from concur_workloads.recorder.layout import Gate
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.worker import describe, make_argument

_LOOK_S = 0.1

#: CPU time of the runner that shows it at work, as idle libraries take next to none.
_NOTABLE_CPU_S = 0.2
_CLOSE_LIMIT_S = 1.2
_FAILED_CLOSE_LIMIT_S = 0.5
_KILLED_LIMIT_S = 0.3


class GeneratorBackend(ABC):
    """Calls the library in one thread, which waits for it, so that the runner's loop goes on.

    An error ends the library's whole call, and with it the pass; what it had given until then
    counts.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self._reporter = Reporter(host)
        self._wakeup = Wakeup(host)
        self._readers = {
            lane: LaneReader(host.recording, lane) for lane in range(1, host.spec.workers + 1)
        }
        self._processes = PoolProcesses(host, self._readers)
        # One thread as long as there are workers: they end with the thread that created them.
        self._caller = CallingThread(host.spec.backend)
        self._meeting = Meeting(host, self._readers)
        #: Tasks that the library has taken and not answered, and those whose answers it holds.
        self._taken: set[int] = set()
        self._arrived: set[int] = set()
        self._is_stuck = self._has_failed = False

    @abstractmethod
    def _results(
        self, function: Callable[..., Any], calls: Iterable[tuple[Any, ...]], chunk_size: int
    ) -> Iterator[Any]:
        """What the library gives for each call of `function`, in any order; in the thread."""

    @abstractmethod
    def _close(self) -> None:
        """End the library's workers and wait for them; in the thread."""

    @abstractmethod
    def _tells_of_a_death(self, error: BaseException) -> bool:
        """Whether the library gave up because a process died."""

    def _home(self) -> PoolHome:
        return PoolHome.of(self._host)

    def start(self) -> None:
        """Have the library create its workers and keep each in a meeting until all have come."""
        if not self._meeting.open():
            return
        spec = self._host.spec
        invitations = [(monotonic_ns(), spec.warm_up)] * spec.workers
        self._meeting.invite(self._caller.submit(self._meet, invitations))
        if self._meeting.wait_for_all(self._cause_of):
            self._processes.look()

    def _meet(self, invitations: list[tuple[int, int]]) -> None:
        for _ in self._results(meet, invitations, 1):
            pass

    def _cause_of(self, error: BaseException) -> str:
        cause = describe(error, place=False)
        death = self._processes.first_death() if self._tells_of_a_death(error) else None
        return cause if death is None else self._processes.told_with(cause, death)

    def warm_up(self) -> None:
        """End the meeting: each worker warms up and leaves it."""
        self._meeting.end(self._cause_of)

    def _wait(self, call: Future[None], limit_s: float) -> None:
        call.add_done_callback(lambda _: self._wakeup.nudge())
        limit = monotonic() + limit_s
        while not call.done() and monotonic() < limit:
            self._host.step(_LOOK_S)

    def run_pass(self, number: int) -> PassOutcome:
        """Hand all tasks to one call of the library and fold what it gives."""
        outcome = self._reporter.begin(number)
        self._taken.clear()
        self._arrived.clear()
        answer.on_arrival = self._arrived.add
        call = self._caller.submit(self._fold, outcome)
        self._is_stuck = self._is_stalled(call, outcome)
        outcome.end()
        blame = CallBlame(self._host, self._processes, outcome)
        error = None if self._is_stuck else call.exception()
        if self._is_stuck:
            blame.for_waiting(self._taken, self._arrived)
        elif error is not None:
            self._has_failed = True
            died = self._tells_of_a_death(error)
            blame.for_error(error, self._taken, self._arrived, tells_of_a_death=died)
        return outcome

    def _is_stalled(self, call: Future[None], outcome: PassOutcome) -> bool:
        """Wait until the call has ended, or will not: no worker that lives does anything."""
        call.add_done_callback(lambda _: self._wakeup.nudge())
        stall = Stall()
        while not call.done():
            self._host.step(_LOOK_S)
            dead = {death.lane for death in self._processes.deaths}
            alive = [reader.status() for lane, reader in self._readers.items() if lane not in dead]
            is_open = self._host.recording.gate is Gate.OPEN
            # A result of a gigabyte is taken in while no worker is on a task.
            working = int(process_time() / _NOTABLE_CPU_S)
            progress = (outcome.completed, len(self._taken), is_open, working)
            if stall.lasts(alive, progress, is_complete=True) and is_open:
                return True
        return False

    def _fold(self, outcome: PassOutcome) -> None:
        """In the thread."""
        chunk_size = self._host.spec.chunk_size
        for given in self._results(run_task, self._calls(outcome.number), chunk_size):
            if given is not None:
                self._taken.discard(given.task)
                self._arrived.discard(given.task)
                result = digest(given.task, given.result)
                outcome.digest = add_digests(outcome.digest, result)
                outcome.completed += 1

    def _calls(self, number: int) -> Iterator[tuple[int, object, int]]:
        """The tasks one by one, as the library asks for them, from whichever of its threads."""
        host = self._host
        for task in range(host.spec.tasks):
            if host.recording.gate is Gate.CANCELLED:
                return
            self._taken.add(task)
            yield task, packed(task, make_argument(host.workload, task, host.settings)), number

    def kill_worker(self, worker: int, signal_name: str) -> None:
        """Send the signal to that process; what the library makes of it is its own affair."""
        self._processes.kill(worker, signal_name)

    def stop(self) -> None:
        """Close the pool and tell how each process ended; by force if it does not close."""
        # After the first death, libraries end the other processes themselves.
        unexpected = self._processes.deaths[:1]
        closing = self._caller.submit(self._close)
        if not self._is_stuck:
            self._wait(closing, _FAILED_CLOSE_LIMIT_S if self._has_failed else _CLOSE_LIMIT_S)
        if not closing.done():
            self._processes.kill_all(tells=not self._is_stuck)
            self._wait(closing, _KILLED_LIMIT_S)
        if not closing.done():
            self._host.abandon(f"a thread of {self._host.spec.backend} that does not end")
        self._processes.tell_ends(unexpected)
        if closing.done():
            self._caller.end()
            self._wakeup.close()

"""One pass of `multiprocessing.Pool`: what comes, and what never comes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import islice

from concur_workloads.backends.base import Host, PassOutcome
from concur_workloads.backends.blame import Suspect, first_without_answer, those_that_raised
from concur_workloads.backends.failed_tasks import MOST_FAILURES_TOLD, FailedTasks
from concur_workloads.backends.pool.live_pool import LivePool
from concur_workloads.backends.pool.pool_crew import PoolDeath
from concur_workloads.backends.pool.pool_harvest import Harvest, Supply
from concur_workloads.backends.pool.pool_worker import place_of, run_one
from concur_workloads.backends.pool.task_set import TaskSet
from concur_workloads.backends.pool_stall import Stall
from concur_workloads.backends.task_source import TaskSource
from concur_workloads.digest import add_digests
from concur_workloads.protocol.events import Note, TaskFailed
from concur_workloads.recorder.layout import Gate
from concur_workloads.worker import describe

_WITH_CHUNKS = "imap_unordered with chunks"
_FOR_EVER = "multiprocessing.Pool itself would wait for ever"

#: While a worker is missing: how soon its successor is seen.
_REPLACEMENT_POLL_S = 0.005
#: After a death that was no part of the plan: how often the pool is looked at.
_TROUBLED_POLL_S = 0.02


class PoolPass:
    """Hands all tasks to a method of the pool; `is_broken` once the pool cannot be closed."""

    def __init__(self, host: Host, live: LivePool, outcome: PassOutcome) -> None:
        self._host = host
        self._live = live
        self._outcome = outcome
        tasks, method = host.spec.tasks, host.spec.pool_method
        self._is_map = method == "map"
        # Only then does each exception stand for one task, and the others still come.
        self._is_one_by_one = not self._is_map and host.spec.chunk_size == 1
        self._source = TaskSource(tasks, 1)
        self._failed = FailedTasks(host, outcome, self._source)
        self._settled = TaskSet(tasks)
        self._stall = Stall()
        self._unplaced: list[str] = []
        self._first = ""
        self._raised = self._lost = 0
        self._is_given_up = False
        self.is_broken = False

    def run(self) -> None:
        """Go on until every task has ended, or what is missing cannot come any more."""
        gate = self._host.recording
        while self._source.left and not self._is_given_up and gate.gate is not Gate.CANCELLED:
            self._round()
        if self._is_given_up:
            self._outcome.failed = self._host.spec.tasks - self._outcome.completed

    def _round(self) -> None:
        """One call of the pool's method with all tasks that are left."""
        number = self._outcome.number
        supply = Supply(self._host, self._source, number, is_whole=self._is_map)
        harvest = Harvest(partial(self._call, supply), self._settled, self._live.crew.wakeup.nudge)
        self._raised = self._lost = 0
        harvest.start()
        while not (harvest.is_over or self._is_given_up or self._rest_is_lost(supply, harvest)):
            self._host.step(self._poll_s)
            self._look(supply, harvest)
        self.is_broken = self.is_broken or not harvest.is_over
        self._take_failures(harvest)
        self._outcome.completed += harvest.completed
        self._outcome.digest = add_digests(self._outcome.digest, harvest.digest)
        if not self._is_given_up:
            self._account(supply, harvest)

    def _call(self, supply: Supply) -> Iterable[tuple[int, object] | None]:
        """In the thread of the harvest."""
        pool, chunk_size = self._live.pool, self._host.spec.chunk_size
        if self._is_map:
            return pool.map(run_one, supply, chunk_size)
        return pool.imap_unordered(run_one, supply, chunk_size)

    @property
    def _poll_s(self) -> float | None:
        if not self._live.crew.is_complete:
            return _REPLACEMENT_POLL_S
        return None if self._live.crew.last_unexpected is None else _TROUBLED_POLL_S

    def _missing(self, supply: Supply, harvest: Harvest) -> int:
        """Tasks that were handed out and of which nothing is known."""
        return supply.handed - harvest.received - self._raised - self._lost

    def _rest_is_lost(self, supply: Supply, harvest: Harvest) -> bool:
        """Whether all has come but what died with workers."""
        all_handed = bool(self._lost) and supply.is_exhausted
        return all_handed and self._missing(supply, harvest) == len(self._unplaced)

    def _look(self, supply: Supply, harvest: Harvest) -> None:
        crew = self._live.crew
        crew.look()
        self._take_failures(harvest)
        while (death := crew.next_death()) is not None:
            self._take_death(death, supply)
        if self._live.threads.cause:
            self._tell_deaf(self._live.threads.cause, supply, harvest)
        last = crew.last_unexpected
        if last is None or self._host.recording.gate is Gate.PAUSED:
            return
        progress = (supply.handed, harvest.received)
        if self._stall.lasts(crew.statuses(), progress, is_complete=crew.is_complete):
            self._tell_stalled(last, supply, harvest)

    def _take_failures(self, harvest: Harvest) -> None:
        while harvest.failures:
            error = harvest.failures.popleft()
            cause = describe(error, place=False)
            task, lane = place_of(error)
            if task is None:
                # The pool does not say of which task; that is known when all others have ended.
                self._unplaced.append(cause)
                self._first = self._first or f"multiprocessing.Pool raised {cause}"
                self._host.emit(Note("error", f"multiprocessing.Pool raised {cause}"))
                continue
            self._raised += 1
            self._first = self._first or (
                f"Task {task} of the pass failed in worker {lane}: {cause}"
            )
            self._settled.add(task)
            self._failed.add(task, lane, cause)

    def _take_death(self, death: PoolDeath, supply: Supply) -> None:
        crew, task = self._live.crew, death.task(self._outcome.number)
        if task is not None:
            self._lose(task, death, supply)
        elif death.identity is None:
            what = self._live.complaint() or f"{crew.sentence(death)}."
            self._give_up(f"{what} multiprocessing.Pool itself would start others for ever.")

    def _lose(self, task: int, death: PoolDeath, supply: Supply) -> None:
        """A task died with its process, and its chunk with it."""
        how = f"its process ({death.pid}) {self._live.crew.how(death)}"
        if self._is_map:
            self._host.emit(TaskFailed(self._outcome.number, task, death.lane, how))
            self._give_up(
                f"Task {task} of the pass failed in worker {death.lane}: {how}. {_FOR_EVER}, as "
                "map gives all results at once, and so the others are lost as well."
            )
            return
        size = self._host.spec.chunk_size
        chunk = range(task - task % size, min(task - task % size + size, supply.end))
        self._lost += len(chunk)
        self._settled.add(task)
        self._failed.add(task, death.lane, f"{how}, and {_FOR_EVER} for its result")
        for other in chunk:
            if other != task:
                self._settled.add(other)
                self._failed.add(other, death.lane, f"it was in one chunk with task {task}")

    def _give_up(self, cause: str) -> None:
        self._is_given_up = self.is_broken = True
        self._outcome.cause = self._outcome.cause or cause

    def _tell_deaf(self, cause: str, supply: Supply, harvest: Harvest) -> None:
        """The pool's own thread died of an answer that it could not unpickle."""
        received = -1
        while received != harvest.received:
            received = harvest.received
            self._host.step(_TROUBLED_POLL_S)
        on = ""
        suspect = self._whose_answer(supply)
        if suspect is not None:
            self._host.emit(TaskFailed(self._outcome.number, *suspect, cause))
            on = f" on the answer to task {suspect.task} from worker {suspect.lane}"
        self._give_up(
            f"The thread of multiprocessing.Pool that takes answers ended{on}: {cause}. "
            f"{_FOR_EVER}."
        )

    def _whose_answer(self, supply: Supply) -> Suspect | None:
        """Of the tasks that have ended, the first whose answer did not arrive."""
        number = self._outcome.number
        for suspect in those_that_raised(self._host, number):
            if suspect.task not in self._settled:
                return suspect
        if self._is_map:
            return None
        unsettled = set(self._settled.missing(supply.end))
        return first_without_answer(self._host, number, unsettled)

    def _tell_stalled(self, death: PoolDeath, supply: Supply, harvest: Harvest) -> None:
        missing = self._missing(supply, harvest)
        never_came = list(islice(self._settled.missing(supply.end), MOST_FAILURES_TOLD))
        for task in never_came:
            never = "the pool never gave its result"
            self._host.emit(TaskFailed(self._outcome.number, task, None, never))
        tasks = f"task {never_came[0]}" if len(never_came) == 1 else f"{missing:,} tasks"
        self._give_up(
            f"{self._live.crew.sentence(death)}, and since then none has begun or ended. "
            f"{_FOR_EVER} for {tasks}."
        )

    def _account(self, supply: Supply, harvest: Harvest) -> None:
        """Whatever was handed out and neither gave a result nor failed by itself."""
        causes, self._unplaced = self._unplaced, []
        missing = self._missing(supply, harvest)
        if self._is_one_by_one:
            unsettled = list(zip(causes, self._settled.missing(supply.end)))  # noqa: B905 - the known ones
            for cause, task in unsettled:
                self._failed.add(task, self._lane_of(task), cause)
            missing -= len(unsettled)
        if missing <= 0:
            return
        outcome, spec = self._outcome, self._host.spec
        outcome.failed = spec.tasks - outcome.completed
        method = spec.pool_method if self._is_map or self._is_one_by_one else _WITH_CHUNKS
        more = f"{outcome.failed - 1:,} more task" + "s" * (outcome.failed != 2)
        outcome.cause = (
            f"{self._first}. After that, {method} gives nothing more, so {more} got no result."
        )

    def _lane_of(self, task: int) -> int | None:
        """Which worker ran a task, if it was one of its last."""
        number = self._outcome.number
        for lane, reader in self._live.readers.items():
            if reader.find(number, task) is not None:
                return lane
        return None

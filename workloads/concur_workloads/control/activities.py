"""What the workers of one side are at, watched from outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from concur_workloads.backends.event_loop.asyncio_calls import share_the_loop
from concur_workloads.backends.registry import backend
from concur_workloads.catalog.registry import workload
from concur_workloads.control.gil_sharing import why_it_is_unseen, why_none_is_shared
from concur_workloads.control.loop_time import activity_in_loop, time_in_loop
from concur_workloads.control.party import Party
from concur_workloads.observer.waiting.gil_bursts import GilBursts
from concur_workloads.observer.waiting.gil_watch import GilWatch
from concur_workloads.observer.waiting.sampler import ActivitySampler
from concur_workloads.observer.waiting.states_seen import SeenState, StatesSeen
from concur_workloads.observer.waiting.watched_loop import WatchedLoop
from concur_workloads.observer.waiting.watched_thread import Stretch, WatchedThread
from concur_workloads.recorder.reader import LaneIdentity, LaneReader
from concur_workloads.results.activity import Activity
from concur_workloads.results.gil_lane import GilLane
from concur_workloads.results.gil_use import GilUse
from concur_workloads.results.snapshot import CpuShare, SharedGil
from concur_workloads.results.time_split import TaskTime


class Activities:
    """Has the sampler watch each worker's thread, whoever works in a lane now.

    Of a thread that several workers share, nobody can see whose time it spends: those that
    `share_the_loop` say it themselves.
    """

    def __init__(self, party: Party, sampler: ActivitySampler, began_ns: int) -> None:
        self._party = party
        self._sampler = sampler
        self._watched: dict[int, WatchedThread] = {}
        self._states: dict[int, StatesSeen] = {}
        self._earlier: dict[int, TaskTime] = {}
        self._loop: WatchedLoop | None = None
        self._loop_has_ended = False
        self._gil = GilWatch(lambda: dict(self._watched), began_ns)
        self._begun = self._threads = 0
        spec = party.spec
        has_loop = backend(spec.backend).capabilities.cancels_coroutines
        self.share_the_loop = has_loop and share_the_loop(spec, workload(spec.workload))
        if not (why_none_is_shared(party) or why_it_is_unseen(party)):
            sampler.after_each_round(self._gil.note_round)
            sampler.look_in_bursts(GilBursts(lambda: dict(self._watched), self._gil.note_burst))

    def look_for_workers(self) -> None:
        """Watch those that have begun since the last call, and no more those that have ended.

        Of very many, those are not watched that there are not files enough for.
        """
        party = self._party
        if party.runner.exited.done():
            self._forget(*self._watched)
            self._forget_loop()
            return
        identities = {lane: reader.identity() for lane, reader in party.ledger.readers.items()}
        users = Counter(each.native_id for each in identities.values())
        begun = [native_id for native_id in users if native_id]
        self._begun, self._threads = sum(users[each] for each in begun), len(begun)
        if self.share_the_loop and begun:
            self._watch_loop(next(each for each in identities.values() if each.native_id))
        for lane, each in identities.items():
            alone = users[each.native_id] == 1 and each.native_id and not self.share_the_loop
            known = self._watched.get(lane)
            if known is not None and (not alone or known.native_id != each.native_id):
                self._forget(lane)
                known = None
            is_new = known is None and party.ledger.workers[lane].exited is None
            if is_new and alone and self._sampler.has_room:
                reader = LaneReader(party.recording, lane)
                states = self._states.setdefault(lane, StatesSeen())
                watched = WatchedThread(each.pid, each.native_id, reader, states)
                self._watched[lane] = watched
                self._sampler.watch(watched)

    def _watch_loop(self, thread: LaneIdentity) -> None:
        """Workers that are created anew for each pass have a new loop each time."""
        if self._loop is not None:
            self._loop.follow(thread.pid, thread.native_id)
        elif self._sampler.has_room:
            self._loop = WatchedLoop(thread.pid, thread.native_id, self._party.recording)
            self._sampler.watch(self._loop)

    def of(self, lane: int) -> WatchedThread | None:
        """Who is watched in a lane now."""
        return self._watched.get(lane)

    def now(self, lane: int) -> Activity | None:
        """What the worker of a lane is at; None where nobody can tell."""
        watched = self._watched.get(lane)
        if watched is not None:
            return watched.activity
        if self.share_the_loop:
            reader = self._party.ledger.readers[lane]
            return activity_in_loop(self._party.recording, reader, self._loop)
        return None

    def states(self, lane: int) -> tuple[SeenState, ...]:
        """What the worker of a lane, or its thread if others share it, was seen at lately."""
        states = self._states.get(lane) if self._loop is None else self._loop.states
        return states.states() if states is not None else ()

    def can_tell(self, lane: int) -> bool:
        """Whether any worker of a lane could be watched, or says itself what it is at."""
        return self.share_the_loop or lane in self._watched or lane in self._earlier

    def task_time(self, lane: int) -> TaskTime:
        """What is known so far of the workers of a lane while they were in tasks."""
        if self.share_the_loop:
            reader = self._party.ledger.readers[lane]
            return time_in_loop(self._party.recording, reader, self._loop)
        watched, earlier = self._watched.get(lane), self._earlier.get(lane, TaskTime())
        return earlier if watched is None else earlier + watched.task_time()

    def gil_use(self) -> GilUse | None:
        """Who held the GIL that the workers share; None where they share none, or none was seen."""
        return None if self._why_no_gil() else self._gil.use()

    def gil_lane(self) -> GilLane:
        """The same over time, or why that cannot be had."""
        why_none = self._why_no_gil() or self._why_gil_unseen()
        return GilLane(() if why_none else self._gil.stretches(), why_none)

    def take_gil_looks(self) -> SharedGil | None:
        """What is new of the GIL that the workers share; None where they share none."""
        if self._why_no_gil():
            return None
        return SharedGil(self._gil.take_looks(), self._why_gil_unseen(), self._gil.take_bursts())

    def _why_no_gil(self) -> str:
        if why := why_none_is_shared(self._party):
            return why
        if self._begun < 2:
            return "fewer than two workers have begun"
        return "the workers take turns in one thread" if self._threads == 1 else ""

    def _why_gil_unseen(self) -> str:
        return why_it_is_unseen(self._party) or self._gil.unseen

    def take_shares(self, since_began: Callable[[int], float]) -> Iterator[CpuShare]:
        """What is new; `since_began` turns nanoseconds into seconds of the experiment."""
        for lane, stretch in self._take_stretches():
            yield CpuShare(
                self._party.first_place + lane - 1,
                since_began(stretch.start_ns),
                since_began(stretch.end_ns),
                stretch.on_cpu,
                stretch.otherwise,
            )

    def _take_stretches(self) -> Iterator[tuple[int, Stretch]]:
        if self._loop is not None:
            yield from self._loop.take_stretches()
        for lane, watched in self._watched.items():
            stretch = watched.take_stretch()
            if stretch is not None:
                yield lane, stretch

    def _forget_loop(self) -> None:
        if self._loop is not None and not self._loop_has_ended:
            self._loop_has_ended = True
            self._sampler.forget(self._loop)

    def _forget(self, *lanes: int) -> None:
        for lane in lanes:
            watched = self._watched.pop(lane)
            # Takes in what was seen of it last.
            self._sampler.forget(watched)
            self._earlier[lane] = self.task_time(lane) + watched.task_time()

"""What the workers of one side are at, watched from outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from concur_workloads.backends.registry import backend
from concur_workloads.control.party import Party
from concur_workloads.observer.waiting.gil_watch import GilWatch
from concur_workloads.observer.waiting.sampler import ActivitySampler
from concur_workloads.observer.waiting.watched_thread import WatchedThread
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.results.gil_use import GilUse
from concur_workloads.results.snapshot import CpuShare
from concur_workloads.results.time_split import TaskTime


class Activities:
    """Has the sampler watch each worker's thread, whoever works in a lane now.

    Of a thread that several workers share, nobody can tell whose time it spends: it is left out.
    """

    def __init__(self, party: Party, sampler: ActivitySampler) -> None:
        self._party = party
        self._sampler = sampler
        self._watched: dict[int, WatchedThread] = {}
        self._earlier: dict[int, TaskTime] = {}
        self._gil = GilWatch(lambda: dict(self._watched))
        info = backend(party.spec.backend)
        if info.in_one_process and not info.capabilities.own_gil_per_worker:
            sampler.after_each_round(self._gil.note_round)

    def look_for_workers(self) -> None:
        """Watch those that have begun since the last call, and no more those that have ended.

        Of very many, those are not watched that there are not files enough for.
        """
        party = self._party
        if party.runner.exited.done():
            self._forget(*self._watched)
            return
        identities = {lane: reader.identity() for lane, reader in party.ledger.readers.items()}
        users = Counter(each.native_id for each in identities.values())
        for lane, each in identities.items():
            alone = each.native_id and users[each.native_id] == 1
            known = self._watched.get(lane)
            if known is not None and (not alone or known.native_id != each.native_id):
                self._forget(lane)
                known = None
            is_new = known is None and party.ledger.workers[lane].exited is None
            if is_new and alone and self._sampler.has_room:
                reader = LaneReader(party.recording, lane)
                watched = WatchedThread(each.pid, each.native_id, reader)
                self._watched[lane] = watched
                self._sampler.watch(watched)

    def of(self, lane: int) -> WatchedThread | None:
        """Who is watched in a lane now."""
        return self._watched.get(lane)

    def has_watched(self, lane: int) -> bool:
        """Whether any worker of a lane could be watched."""
        return lane in self._watched or lane in self._earlier

    def task_time(self, lane: int) -> TaskTime:
        """What was seen so far of the workers of a lane while they were in tasks."""
        watched, earlier = self._watched.get(lane), self._earlier.get(lane, TaskTime())
        return earlier if watched is None else earlier + watched.task_time()

    def gil_use(self) -> GilUse | None:
        """Who held the GIL that the workers share; None where they share none, or none was seen."""
        return self._gil.use()

    def take_shares(self, since_began: Callable[[int], float]) -> Iterator[CpuShare]:
        """What is new; `since_began` turns nanoseconds into seconds of the experiment."""
        for lane, watched in self._watched.items():
            stretch = watched.take_stretch()
            if stretch is not None:
                yield CpuShare(
                    self._party.first_place + lane - 1,
                    since_began(stretch.start_ns),
                    since_began(stretch.end_ns),
                    stretch.on_cpu,
                    stretch.otherwise,
                )

    def _forget(self, *lanes: int) -> None:
        for lane in lanes:
            self._earlier[lane] = self.task_time(lane)
            self._sampler.forget(self._watched.pop(lane))

"""Frozen pictures of a running experiment, made when a screen asks for one."""

from __future__ import annotations

import time

from concur_workloads.catalog.registry import workload
from concur_workloads.control.activities import Activities
from concur_workloads.control.budgets import time_budgets
from concur_workloads.control.party import Party
from concur_workloads.observer.waiting.sampler import ActivitySampler
from concur_workloads.observer.waiting.states_seen import SeenState
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.python_thread import read_python_thread
from concur_workloads.recorder.reader import LaneCounters
from concur_workloads.results.activity import Activity
from concur_workloads.results.deadlock import Deadlock
from concur_workloads.results.figures import FigureReading
from concur_workloads.results.histogram import DurationHistogram
from concur_workloads.results.snapshot import (
    LaneSnapshot,
    Latency,
    Phase,
    Role,
    RunSnapshot,
    Span,
)
from concur_workloads.results.time_split import TaskTime
from concur_workloads.results.where_time_went import WhereTimeWent
from concur_workloads.spec import RunSpec

_STATE_WORDS = {
    State.NEW: "new",
    State.STARTING: "starting",
    State.IDLE: "idle",
    State.WARMING_UP: "warming up",
    State.RUNNING: "running",
    State.ENDED: "ended",
}


class Looks:
    """Puts together what parties, recordings and the kernel say at one moment."""

    def __init__(self, spec: RunSpec, began_ns: int) -> None:
        self.phase = Phase.STARTING
        self.paused = False
        self.cancelling = False
        self.deadlock: Deadlock | None = None
        self._spec = spec
        self._figures = workload(spec.workload).figures
        self._began_ns = began_ns
        self._pass_number = 0
        self._parties: list[Party] = []
        self._sampler = ActivitySampler()
        self._activities: dict[Role, Activities] = {}
        self._started: set[tuple[int, int]] = set()
        self._lanes: dict[int, tuple[object, LaneSnapshot]] = {}

    def add_party(self, party: Party) -> None:
        """Take in one more side."""
        self._parties.append(party)
        self._activities[party.role] = Activities(party, self._sampler, self._began_ns)

    def look_for_workers(self) -> None:
        """Watch what those are at that have begun since the last call."""
        for each in self._activities.values():
            each.look_for_workers()

    def where_time_went(self, role: Role) -> WhereTimeWent:
        """Of the workers of a side, as far as it could be seen."""
        for party in self._parties:
            if party.role == role:
                activities = self._activities[role]
                budgets = time_budgets(party, activities)
                are_ready = party.ledger.workers_ready is not None
                return WhereTimeWent(
                    budgets,
                    activities.gil_use(),
                    self._sampler.late_share,
                    activities.gil_lane(),
                    len(party.ledger.workers) - len(budgets) if are_ready else 0,
                )
        return WhereTimeWent()

    def states_seen(self, place: int) -> tuple[SeenState, ...]:
        """What the worker of a lane was at lately; lanes are told by their places."""
        for party in self._parties:
            lane = place - party.first_place + 1
            if lane in party.ledger.readers:
                return self._activities[party.role].states(lane)
        return ()

    def begin_pass(self, party: Party, number: int) -> None:
        """Note which pass is under way."""
        self._pass_number = number
        self.phase = Phase.SERIAL_PASS if party.role == "serial" else Phase.BACKEND_PASS

    def snapshot(self) -> RunSnapshot:
        """How it goes now; spans and CPU shares are only what is new since the last call."""
        lanes: list[LaneSnapshot] = []
        spans: list[Span] = []
        for party in self._parties:
            party.ledger.drain()
            spans += self._startup_spans(party)
            spans += party.ledger.take_spans()
            lanes += [self._lane(party, lane) for lane in party.ledger.readers]
        shares = [
            share
            for each in self._activities.values()
            for share in each.take_shares(self._since_began)
        ]
        backend = self._activities.get("backend")
        # Last, so that nothing that was seen lies in the future.
        now_ns = time.monotonic_ns()
        done, remaining_s = self._progress(now_ns)
        return RunSnapshot(
            elapsed_s=self._since_began(now_ns),
            phase=self._phase(lanes),
            pass_number=self._pass_number,
            passes=self._spec.repeats,
            paused=self.paused,
            cancelling=self.cancelling,
            done=done,
            total=self._spec.tasks * self._spec.repeats * self._sides,
            remaining_s=remaining_s,
            throughput_per_s=self._throughput(now_ns),
            latency=self._latency(),
            loop_lag=self._loop_lag(),
            figures=self._readings(),
            deadlock=self.deadlock,
            missed_records=sum(party.ledger.missed for party in self._parties),
            lanes=tuple(lanes),
            spans=tuple(spans),
            shares=tuple(shares),
            gil=backend.take_gil_looks() if backend is not None else None,
        )

    @property
    def _sides(self) -> int:
        return 2 if self._spec.has_serial_passes else 1

    def _phase(self, lanes: list[LaneSnapshot]) -> Phase:
        warming = any(lane.state == "warming up" for lane in lanes)
        if self.phase is Phase.STARTING and warming:
            return Phase.WARMING_UP
        return self.phase

    def _since_began(self, ns: int) -> float:
        return (ns - self._began_ns) / 1e9

    def _lane(self, party: Party, lane: int) -> LaneSnapshot:
        """The same object again as long as nothing has changed: there may be a thousand lanes."""
        reader, facts = party.ledger.readers[lane], party.ledger.workers[lane]
        place = party.first_place + lane - 1
        activities = self._activities[party.role]
        watched = activities.of(lane)
        at = (activities.now(lane), watched.version if watched is not None else None)
        seen = (reader.version, facts.exited, party.runner.exited.done(), at)
        known, snapshot = self._lanes.get(place, (None, None))
        if snapshot is None or known != seen:
            snapshot = self._look_at_lane(party, lane)
            self._lanes[place] = seen, snapshot
        return snapshot

    def _look_at_lane(self, party: Party, lane: int) -> LaneSnapshot:
        reader, facts = party.ledger.readers[lane], party.ledger.workers[lane]
        identity, status, counters = reader.identity(), reader.status(), reader.counters()
        activities = self._activities[party.role]
        state = _STATE_WORDS[status.state]
        exited = facts.exited
        if exited is not None:
            # A worker of an executor does not know that it ends, so its lane cannot say it.
            state = "ended" if exited.expected else "dead"
        elif party.runner.exited.done():
            # Some say so as well when they find that the runner has died on them.
            as_planned = status.state is State.ENDED and party.ledger.stopped is not None
            state = "ended" if as_planned else "dead"
        return LaneSnapshot(
            lane=party.first_place + lane - 1,
            role=party.role,
            worker=lane,
            label="serial" if party.role == "serial" else str(lane),
            pid=identity.pid,
            native_id=identity.native_id,
            state=state,
            task=status.task if status.task >= 0 else None,
            since_s=self._since_began(status.since_ns or self._began_ns),
            ok=counters.ok,
            failed=counters.failed,
            busy_s=counters.busy_ns / 1e9,
            cpu_s=max(0, counters.cpu_ns) / 1e9,
            exit=exited.exit if exited is not None else None,
            activity=activities.now(lane) if state != "ended" else None,
            shares=_shares(activities.task_time(lane), counters),
            python_thread=read_python_thread(party.recording, lane),
        )

    def _startup_spans(self, party: Party) -> list[Span]:
        """From the creation of a worker until it was ready, once for each."""
        spans = []
        for lane, facts in party.ledger.workers.items():
            ready = facts.ready
            place = party.first_place + lane - 1
            if ready is None or (place, ready.ready_ns) in self._started:
                continue
            self._started.add((place, ready.ready_ns))
            start_s = self._since_began(ready.created_ns)
            spans.append(
                Span(place, start_s, self._since_began(ready.ready_ns), "start-up", -1, 0.0)
            )
        return spans

    def _progress(self, now_ns: int) -> tuple[int, float | None]:
        """Tasks that have ended in all passes, and an estimate of the time that is left."""
        done = 0
        left_s: float | None = 0.0
        for party in self._parties:
            ended = sum(each.ended_tasks for each in party.ledger.passes)
            walls = [each.wall_s for each in party.ledger.passes if not each.paused]
            in_pass = sum(party.ledger.ended_in_pass()) if party.ledger.current_pass else 0
            in_pass = min(in_pass, self._spec.tasks)
            done += ended + in_pass
            if party.ledger.current_pass is not None and in_pass:
                so_far_s = (now_ns - party.ledger.current_pass.start_ns) / 1e9
                walls.append(so_far_s * self._spec.tasks / in_pass)
            if not walls or left_s is None:
                left_s = None
                continue
            tasks_left = self._spec.tasks * self._spec.repeats - ended - in_pass
            left_s += tasks_left / self._spec.tasks * sum(walls) / len(walls)
        return done, left_s if len(self._parties) == self._sides else None

    def _throughput(self, now_ns: int) -> float:
        return sum(party.ledger.throughput_per_s(now_ns) for party in self._parties)

    def _latency(self) -> Latency | None:
        histograms = [
            party.ledger.state.durations for party in self._parties if party.role == "backend"
        ]
        merged = DurationHistogram()
        for histogram in histograms:
            merged.merge(histogram)
        return merged.latency()

    def _loop_lag(self) -> Latency | None:
        return next(
            (party.ledger.loop_lag.latency() for party in self._parties if party.role == "backend"),
            None,
        )

    def _readings(self) -> tuple[FigureReading, ...]:
        return tuple(
            reading
            for party in self._parties
            if party.role == "backend"
            for reading in party.ledger.state.figures.readings(self._figures)
        )

    def close(self) -> None:
        """Watch nobody any more, and note whose end was not seen yet."""
        self.look_for_workers()
        self._sampler.close()


def _shares(seen: TaskTime, counters: LaneCounters) -> tuple[tuple[Activity, float], ...]:
    """Of all tasks so far, by the clocks of the worker where tasks have ended."""
    if counters.busy_ns:
        whole_s = counters.busy_ns / 1e9
        parts = seen.split(whole_s, counters.on_cpu_s)
    else:
        whole_s = seen.seen_s
        parts = seen.split(whole_s)
    if not whole_s:
        return ()
    return tuple((what, took_s / whole_s) for what, took_s in parts.items() if what is not None)

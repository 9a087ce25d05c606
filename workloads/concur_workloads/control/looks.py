"""Frozen pictures of a running experiment, made when a screen asks for one."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from concur_workloads.control.party import Party
from concur_workloads.observer.thread_clock import ThreadClock
from concur_workloads.recorder.layout import State
from concur_workloads.results.histogram import DurationHistogram
from concur_workloads.results.snapshot import (
    CpuShare,
    LaneSnapshot,
    Latency,
    Phase,
    RunSnapshot,
    Span,
)
from concur_workloads.spec import RunSpec

_STATE_WORDS = {
    State.NEW: "new",
    State.STARTING: "starting",
    State.IDLE: "idle",
    State.WARMING_UP: "warming up",
    State.RUNNING: "running",
    State.ENDED: "ended",
}


@dataclass
class _Watched:
    """The CPU clock of one worker's thread and what it said last."""

    native_id: int
    clock: ThreadClock
    looked_ns: int
    on_cpu_ns: int | None


class Looks:
    """Puts together what parties, recordings and the kernel say at one moment."""

    def __init__(self, spec: RunSpec, began_ns: int) -> None:
        self.phase = Phase.STARTING
        self.paused = False
        self.cancelling = False
        self._spec = spec
        self._began_ns = began_ns
        self._pass_number = 0
        self._parties: list[Party] = []
        self._watched: dict[int, _Watched] = {}
        self._started: set[tuple[int, int]] = set()

    def add_party(self, party: Party) -> None:
        """Take in one more side."""
        self._parties.append(party)

    def begin_pass(self, party: Party, number: int) -> None:
        """Note which pass is under way."""
        self._pass_number = number
        self.phase = Phase.SERIAL_PASS if party.role == "serial" else Phase.BACKEND_PASS

    def snapshot(self) -> RunSnapshot:
        """How it goes now; spans and CPU shares are only what is new since the last call."""
        lanes: list[LaneSnapshot] = []
        spans: list[Span] = []
        shares: list[CpuShare] = []
        for party in self._parties:
            party.ledger.drain()
            spans += self._startup_spans(party)
            spans += party.ledger.take_spans()
            lanes += [self._lane(party, lane) for lane in party.ledger.readers]
            shares += self._shares(party, time.monotonic_ns())
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
            missed_records=sum(party.ledger.missed for party in self._parties),
            lanes=tuple(lanes),
            spans=tuple(spans),
            shares=tuple(shares),
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
        reader, facts = party.ledger.readers[lane], party.ledger.workers[lane]
        identity, status, counters = reader.identity(), reader.status(), reader.counters()
        state = _STATE_WORDS[status.state]
        exited = facts.exited
        if exited is not None:
            # A worker of an executor does not know that it ends, so its lane cannot say it.
            state = "ended" if exited.expected else "dead"
        elif party.runner.exited.done():
            state = "ended" if status.state is State.ENDED else "dead"
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
            cpu_s=counters.cpu_ns / 1e9,
            exit=exited.exit if exited is not None else None,
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

    def _shares(self, party: Party, now_ns: int) -> list[CpuShare]:
        if party.runner.exited.done():
            return []
        shares = []
        identities = {lane: reader.identity() for lane, reader in party.ledger.readers.items()}
        users = Counter(each.native_id for each in identities.values())
        for lane, identity in identities.items():
            place = party.first_place + lane - 1
            # Of a thread that several workers share, nobody can tell whose time it spent.
            if not identity.native_id or users[identity.native_id] > 1:
                continue
            watched = self._watched.get(place)
            if watched is None or watched.native_id != identity.native_id:
                if watched is not None:
                    watched.clock.close()
                clock = ThreadClock(identity.pid, identity.native_id)
                on_cpu_ns = clock.on_cpu_ns()
                self._watched[place] = _Watched(identity.native_id, clock, now_ns, on_cpu_ns)
                continue
            on_cpu_ns = watched.clock.on_cpu_ns()
            if on_cpu_ns is not None and watched.on_cpu_ns is not None:
                passed_ns = now_ns - watched.looked_ns
                share = min(1.0, (on_cpu_ns - watched.on_cpu_ns) / passed_ns)
                start_s = self._since_began(watched.looked_ns)
                shares.append(CpuShare(place, start_s, self._since_began(now_ns), share))
            watched.looked_ns, watched.on_cpu_ns = now_ns, on_cpu_ns
        return shares

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
        return sum(party.ledger.state.throughput_per_s(now_ns) for party in self._parties)

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

    def close(self) -> None:
        """Let go of the CPU clocks."""
        for watched in self._watched.values():
            watched.clock.close()

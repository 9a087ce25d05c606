"""Sums up what the machine does during the passes of a run."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TypeVar

import psutil

from concur_workloads.observer.cpu_frequency import highest_mhz, limits_mhz
from concur_workloads.observer.machine_counters import MachineCounters, our_cpus, read_counters
from concur_workloads.observer.other_threads import Workers, other_threads
from concur_workloads.observer.process_figures import ProcessFigures, process_figure_reader
from concur_workloads.observer.process_tree import ProcessTree
from concur_workloads.observer.thread_clock import CpuTime
from concur_workloads.observer.throttling import ThrottleMeter, Throttling
from concur_workloads.results.machine_conditions import MachineConditions, PassFrequency
from concur_workloads.results.snapshot import Role

#: A thread that was ready for less of a pass did not compute in it.
_COMPUTED = 0.05


@dataclass(frozen=True)
class _Look:
    """All counters at one moment; `families` are the processes of the run, by their runners.

    `worker_threads` is the most threads that one process with workers has, `others` are those that
    are no workers.
    """

    time_s: float
    machine: MachineCounters
    families: dict[int, dict[int, ProcessFigures]]
    own_cpu_s: float
    own_resident_bytes: int
    throttling: Throttling | None
    worker_threads: int
    others: Mapping[tuple[int, int], CpuTime]

    def family_cpu_s(self, root: int) -> float:
        return sum(each.cpu_s for each in self.families[root].values())


_Pass = tuple[_Look, _Look]
_Number = TypeVar("_Number", int, float)


class MachineMeter:
    """Looks at the beginning and the end of each pass, and in between only when asked.

    Between passes no task runs while it looks, which takes a few milliseconds. Reading the clocks
    of the CPUs may take longer and is for another thread.
    """

    def __init__(self, throttle_meter: ThrottleMeter | None = None) -> None:
        self._cpus = our_cpus()
        self._tree = ProcessTree()
        self._throttle_meter = throttle_meter or ThrottleMeter()
        self._began: _Look | None = None
        self._passes: list[_Pass] = []
        self._frequencies: dict[tuple[Role, int], float] = {}

    def begin_pass(self, root_pids: Sequence[int], workers: Workers | None = None) -> None:
        """Note where all counters stand.

        `root_pids` are the runners of the run, `workers` those of the backend if the pass is its.
        """
        self._began = self._look(root_pids, workers or {})

    def end_pass(self, root_pids: Sequence[int], workers: Workers | None = None) -> None:
        """Count what has come since; a pass that does not get here does not count."""
        if self._began is None:
            return
        self._passes.append((self._began, self._look(root_pids, workers or {})))
        self._began = None

    def read_frequency(self, role: Role, number: int) -> None:
        """Note how fast the clocks run in a pass."""
        mhz = highest_mhz(self._cpus)
        if mhz is not None:
            self._frequencies[role, number] = mhz

    def conditions(self) -> MachineConditions | None:
        """What all passes came to; None before the first has ended."""
        return self._summed(self._passes)

    def conditions_so_far(
        self, root_pids: Sequence[int], workers: Workers | None = None
    ) -> MachineConditions | None:
        """The same with the pass that goes on, as far as it has come."""
        if self._began is None:
            return self.conditions()
        now = self._look(root_pids, workers or {})
        return self._summed([*self._passes, (self._began, now)])

    def _summed(self, passes: Sequence[_Pass]) -> MachineConditions | None:
        if not passes:
            return None
        throttling = _throttling(passes)
        others = [used for ends in passes for used in _used_by_others(ends).values()]
        return MachineConditions(
            watched_s=sum(after.time_s - before.time_s for before, after in passes),
            cpus=len(self._cpus),
            run_cpu_s=sum(map(_run_cpu_s, passes)),
            own_cpu_s=sum(map(_own_cpu_s, passes)),
            own_resident_bytes=max(look.own_resident_bytes for ends in passes for look in ends),
            others_cpu_s=sum(map(_others_cpu_s, passes)),
            stolen_cpu_s=_counted(passes, lambda each: each.stolen_s),
            quota_periods=throttling.periods if throttling else None,
            throttled_periods=throttling.times if throttling else None,
            throttled_s=throttling.time_s if throttling else None,
            swapped_in_bytes=_counted(passes, lambda each: each.swapped_in_bytes),
            swapped_out_bytes=_counted(passes, lambda each: each.swapped_out_bytes),
            worker_threads=max(look.worker_threads for ends in passes for look in ends) or None,
            other_threads=max(map(_others_that_computed, passes)),
            other_threads_cpu_s=sum(each.on_cpu_ns for each in others) / 1e9,
            other_threads_waited_s=sum(each.run_queue_ns or 0 for each in others) / 1e9,
            frequencies=tuple(
                PassFrequency(role, number, mhz)
                for (role, number), mhz in tuple(self._frequencies.items())
            ),
            frequency_limits_mhz=limits_mhz(self._cpus),
        )

    def _look(self, root_pids: Sequence[int], workers: Workers) -> _Look:
        families = _figures(self._tree.families(root_pids))
        working = [
            each.threads
            for family in families.values()
            for pid, each in family.items()
            if pid in workers
        ]
        return _Look(
            time_s=time.monotonic(),
            machine=read_counters(self._cpus),
            families=families,
            own_cpu_s=time.process_time(),
            own_resident_bytes=int(psutil.Process().memory_info().rss),
            throttling=self._throttle_meter.so_far(),
            worker_threads=max(working, default=0),
            others=other_threads(workers),
        )

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""
        self._throttle_meter.close()


def _figures(families: Mapping[int, Iterable[int]]) -> dict[int, dict[int, ProcessFigures]]:
    with closing(process_figure_reader()) as reader:
        found = reader.read({pid for family in families.values() for pid in family})
    return {
        root: {pid: found[pid] for pid in family if pid in found}
        for root, family in families.items()
    }


def _counted(
    passes: Iterable[_Pass], value: Callable[[MachineCounters], _Number | None]
) -> _Number | None:
    """How far a counter of the machine has come in all passes; None where it has none."""
    counted: list[_Number] = []
    for before, after in passes:
        first, last = value(before.machine), value(after.machine)
        if first is None or last is None:
            return None
        counted.append(last - first)
    return sum(counted)


def _throttling(passes: Iterable[_Pass]) -> Throttling | None:
    """In all passes; None where no group has a quota's figures."""
    found: Throttling | None = None
    for before, after in passes:
        if before.throttling is not None and after.throttling is not None:
            in_pass = after.throttling - before.throttling
            found = in_pass if found is None else found + in_pass
    return found


def _used_by_others(ends: _Pass) -> dict[tuple[int, int], CpuTime]:
    """What threads that are no workers took; those that ended before the pass did are missing."""
    before, after = ends
    used = {}
    for thread, now in after.others.items():
        was = before.others.get(thread, CpuTime(0, 0))
        waited_ns = (now.run_queue_ns or 0) - (was.run_queue_ns or 0)
        used[thread] = CpuTime(max(0, now.on_cpu_ns - was.on_cpu_ns), max(0, waited_ns))
    return used


def _others_that_computed(ends: _Pass) -> int:
    """The most of them in one process that were on a CPU or ready for it, not only there."""
    before, after = ends
    least_ns = _COMPUTED * 1e9 * (after.time_s - before.time_s)
    computed = (
        pid
        for (pid, _), used in _used_by_others(ends).items()
        if used.on_cpu_ns + (used.run_queue_ns or 0) >= least_ns
    )
    return max(Counter(computed).values(), default=0)


def _run_cpu_s(ends: _Pass) -> float:
    before, after = ends
    roots = before.families.keys() & after.families.keys()
    return sum(after.family_cpu_s(root) - before.family_cpu_s(root) for root in roots)


def _own_cpu_s(ends: _Pass) -> float:
    before, after = ends
    return after.own_cpu_s - before.own_cpu_s


def _others_cpu_s(ends: _Pass) -> float:
    """What nobody of ours has used; a little more than nothing is as well as nothing."""
    before, after = ends
    busy_s = after.machine.busy_s - before.machine.busy_s
    return max(0.0, busy_s - _run_cpu_s(ends) - _own_cpu_s(ends))

"""One look at the machine and at the processes of a run."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psutil

from concur_workloads.observer.cpus import UsableCpus, usable_cpus
from concur_workloads.observer.memory import MemoryMeter, MemoryOrigin
from concur_workloads.observer.process_figures import (
    ProcessFigures,
    ProcessFigureSource,
    process_figure_source,
)
from concur_workloads.observer.process_tree import ProcessTree


@dataclass(frozen=True)
class SystemSample:
    """The machine and the run between two looks; 100 percent is one CPU fully used.

    `time_s` is the observer's clock; `core_percent` has one figure for each CPU of the machine and
    is empty at the first look; `run_percent` is the CPU use of the run's processes, None until a
    process of it was seen twice; `memory_bytes` adds up what `memory_origin` names.
    """

    time_s: float
    core_percent: tuple[float, ...]
    run_percent: float | None
    processes: int
    threads: int
    memory_bytes: int
    memory_origin: MemoryOrigin
    usable_cpus: UsableCpus


class SystemObserver:
    """Looks at the whole machine and at the process trees of a run, from outside.

    Made for one caller at a time; the calls block for a millisecond or so.
    """

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._usable = usable_cpus()
        self._tree = ProcessTree()
        self._memory = MemoryMeter(clock_s)
        self._sources: dict[int, ProcessFigureSource] = {}
        self._looked_s: float | None = None
        self._core_times: list[tuple[float, float]] = []
        self._cpu_s: dict[int, float] = {}

    def sample(self, root_pids: Sequence[int]) -> SystemSample:
        """What was used since the last call; a process that ended counts as nothing."""
        now_s = self._clock_s()
        families = self._tree.families(root_pids) if root_pids else {}
        if families.keys().isdisjoint(self._cpu_s):
            self._memory.restart()
        figures = self._read({pid for family in families.values() for pid in family})
        cpu_s = {
            root: sum(figures[pid].cpu_s for pid in family if pid in figures)
            for root, family in families.items()
        }
        alive = {pid: each.rss_bytes for pid, each in figures.items() if each.threads}
        memory_bytes, memory_origin = self._memory.measure(alive)
        sample = SystemSample(
            time_s=now_s,
            core_percent=self._core_percent(),
            run_percent=self._run_percent(now_s, cpu_s),
            processes=len(alive),
            threads=sum(each.threads for each in figures.values()),
            memory_bytes=memory_bytes,
            memory_origin=memory_origin,
            usable_cpus=self._usable,
        )
        self._looked_s, self._cpu_s = now_s, cpu_s
        return sample

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""
        self._forget(set(self._sources))

    def _read(self, pids: set[int]) -> dict[int, ProcessFigures]:
        self._forget(self._sources.keys() - pids)
        figures = {}
        for pid in pids:
            if pid not in self._sources:
                self._sources[pid] = process_figure_source(pid)
            read = self._sources[pid].read()
            if read is None:
                self._forget({pid})
            else:
                figures[pid] = read
        return figures

    def _forget(self, pids: set[int]) -> None:
        for pid in pids:
            self._sources.pop(pid).close()

    def _run_percent(self, now_s: float, cpu_s: dict[int, float]) -> float | None:
        """From roots seen before only: a new one may have used its time before the interval."""
        seen_before = cpu_s.keys() & self._cpu_s.keys()
        if self._looked_s is None or not seen_before or now_s <= self._looked_s:
            return None
        used_s = sum(cpu_s[root] - self._cpu_s[root] for root in seen_before)
        return max(0.0, 100 * used_s / (now_s - self._looked_s))

    def _core_percent(self) -> tuple[float, ...]:
        before, self._core_times = self._core_times, [_core_times(each) for each in _cores()]
        if len(before) != len(self._core_times):
            return ()
        return tuple(
            _percent(busy - busy_before, total - total_before)
            for (busy, total), (busy_before, total_before) in zip(
                self._core_times, before, strict=True
            )
        )


def _cores() -> list[dict[str, float]]:
    return [times._asdict() for times in psutil.cpu_times(percpu=True)]


def _core_times(times: dict[str, float]) -> tuple[float, float]:
    """Busy and total seconds of one CPU; the time of guests is part of user time already."""
    total = sum(times.values()) - times.get("guest", 0.0) - times.get("guest_nice", 0.0)
    return total - times["idle"] - times.get("iowait", 0.0), total


def _percent(busy_s: float, total_s: float) -> float:
    """0 when no time has passed; the counters of some systems run back a little."""
    return min(100.0, max(0.0, 100 * busy_s / total_s)) if total_s > 0 else 0.0

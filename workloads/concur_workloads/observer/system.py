"""One look at the machine and at the processes of a run."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from concur_workloads.observer.cores import CoreMeter, CoreUse
from concur_workloads.observer.cpus import UsableCpus, usable_cpus
from concur_workloads.observer.load_average import load_of_last_minute
from concur_workloads.observer.machine_stat import MachineStatReader
from concur_workloads.observer.memory import MemoryMeter, MemoryOrigin, MemoryParts, MemoryUse
from concur_workloads.observer.process_figures import ProcessFigures, process_figure_reader
from concur_workloads.observer.process_tree import ProcessTree
from concur_workloads.observer.throttling import ThrottleMeter, Throttling
from concur_workloads.observer.tree_rates import SwitchRates, TransferRates, TreeRateMeter

#: Of one CPU, for PSS: it is read less often than once a second where there are many processes.
_MEMORY_SHARE = 0.002

#: The kernel works it out less often.
_LOAD_EVERY_S = 1.0


@dataclass(frozen=True)
class SystemSample:
    """The machine and the run between two looks; 100 percent is one CPU fully used.

    `time_s` is the observer's clock; `cores` has one entry for each CPU of the machine and is empty
    at the first look; `run_percent` is the CPU use of the run's processes, None until a process of
    it was seen twice; `memory_bytes` adds up what `memory_origin` names, `memory_parts` is None for
    RSS. Where there are many processes, memory and rates are those of a while ago: `memory_age_s`,
    and `rates_age_s` for `switches` and `transfers`. `load` is how many threads of the whole
    machine wanted a CPU in the last minute, on average; `throttling` counts since the observer was
    made.

    A figure that takes two looks or cannot be had is None; `missing` says why it cannot, by the
    name of the field.
    """

    time_s: float
    cores: tuple[CoreUse, ...]
    run_percent: float | None
    processes: int
    threads: int
    memory_bytes: int
    memory_origin: MemoryOrigin
    memory_parts: MemoryParts | None
    memory_age_s: float
    usable_cpus: UsableCpus
    load: float | None
    throttling: Throttling | None
    switches: SwitchRates | None
    transfers: TransferRates | None
    rates_age_s: float
    missing: Mapping[str, str]


class _Run(NamedTuple):
    """The processes of a run at one look, and what comes of it.

    `all_families` and `figures` are what it was made of: where they are the same objects, so is all
    else. `families` are the processes by their roots, without what a root has left behind; `cpu_s`
    is by root as well, `rss_bytes` by process that has not ended.
    """

    all_families: Mapping[int, Sequence[int]]
    figures: Mapping[int, ProcessFigures]
    families: Mapping[int, Sequence[int]]
    cpu_s: Mapping[int, float]
    rss_bytes: Mapping[int, int]
    threads: int

    @classmethod
    def of(
        cls, all_families: Mapping[int, Sequence[int]], figures: Mapping[int, ProcessFigures]
    ) -> _Run:
        # What a root leaves behind is no part of the run: it may live a moment longer.
        families = {root: family for root, family in all_families.items() if root in figures}
        cpu_s, rss_bytes, threads = {}, {}, 0
        for root, family in families.items():
            used_s = 0.0
            for pid in family:
                if pid in figures:
                    each = figures[pid]
                    used_s += each.cpu_s
                    if each.threads:
                        threads += each.threads
                        rss_bytes[pid] = each.rss_bytes
            cpu_s[root] = used_s
        return cls(all_families, figures, families, cpu_s, rss_bytes, threads)


class SystemObserver:
    """Looks at the whole machine and at the process trees of a run, from outside.

    Made for one caller at a time; the calls block for a millisecond or so.
    """

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._usable = usable_cpus()
        self._tree = ProcessTree()
        self._memory = MemoryMeter(clock_s, largest_share=_MEMORY_SHARE)
        self._rates = TreeRateMeter(clock_s)
        self._stat = MachineStatReader()
        self._cores = CoreMeter(clock_s)
        self._throttling = ThrottleMeter()
        self._figures = process_figure_reader()
        self._load: float | None = None
        self._next_load_s = 0.0
        self._looked_s: float | None = None
        self._run = _Run.of({}, {})

    def sample(self, root_pids: Sequence[int]) -> SystemSample:
        """What was used since the last call; a process that ended counts as nothing."""
        now_s = self._clock_s()
        stat = self._stat.read()
        before, run = self._run, self._look_at_run(root_pids, stat.forks)
        if before.cpu_s.keys().isdisjoint(run.cpu_s):
            self._memory.restart()
        memory = self._memory.measure(run.rss_bytes)
        rates = self._rates.measure(run.families)
        throttling = self._throttling.so_far()
        sample = SystemSample(
            time_s=now_s,
            cores=self._cores.measure(stat.cpus),
            run_percent=self._run_percent(now_s, before, run),
            processes=len(run.rss_bytes),
            threads=run.threads,
            memory_bytes=memory.held,
            memory_origin=memory.origin,
            memory_parts=memory.parts,
            memory_age_s=self._memory.age_s,
            usable_cpus=self._usable,
            load=self._load_at(now_s),
            throttling=throttling,
            switches=rates.switches,
            transfers=rates.transfers,
            rates_age_s=self._rates.age_s,
            missing={**self._never_told(memory, throttling), **rates.missing},
        )
        self._looked_s, self._run = now_s, run
        return sample

    def _look_at_run(self, root_pids: Sequence[int], forks: int | None) -> _Run:
        families = self._tree.families(root_pids, forks) if root_pids else {}
        figures = self._figures.read([pid for family in families.values() for pid in family])
        if figures is self._run.figures and families is self._run.all_families:
            return self._run
        return _Run.of(families, figures)

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""
        self._figures.close()
        self._stat.close()
        self._cores.close()
        self._throttling.close()

    def _never_told(self, memory: MemoryUse, throttling: Throttling | None) -> dict[str, str]:
        missing = {}
        if memory.parts is None:
            missing["memory_parts"] = "PSS cannot be read here"
        if throttling is None:
            quota = self._usable.quota
            missing["throttling"] = "no quota" if quota is None else "the quota is not counted"
        if not self._cores.tells_frequency:
            missing["megahertz"] = "this system does not tell it"
        return missing

    def _load_at(self, now_s: float) -> float | None:
        if now_s >= self._next_load_s:
            self._load, self._next_load_s = load_of_last_minute(), now_s + _LOAD_EVERY_S
        return self._load

    def _run_percent(self, now_s: float, before: _Run, run: _Run) -> float | None:
        """From roots seen before only: a new one may have used its time before the interval."""
        seen_before = run.cpu_s.keys() & before.cpu_s.keys()
        if self._looked_s is None or not seen_before or now_s <= self._looked_s:
            return None
        used_s = sum(run.cpu_s[root] - before.cpu_s[root] for root in seen_before)
        return max(0.0, 100 * used_s / (now_s - self._looked_s))

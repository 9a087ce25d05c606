"""How the workers of a backend used the CPUs, from what the kernel says they had."""

from __future__ import annotations

from dataclasses import dataclass

from concur_workloads.results.run_result import RunResult

#: Up to this many CPUs used together, workers that were all busy did not run in parallel.
_ONE_CPU = 1.15
#: With fewer, turns taken do not explain it: somebody always has the turn.
_LESS_THAN_ONE_CPU = 0.85
#: Workers are busy together from here on: as many tasks under way at once, on average.
_OVERLAP = 1.5
#: Below this share of its time on a CPU, a task mostly waited.
_MOSTLY_WAITING = 0.25


@dataclass(frozen=True)
class CpuUse:
    """On average over the backend's passes: CPUs used together, and tasks under way at once."""

    cpus: float
    overlap: float

    @property
    def mostly_waited(self) -> bool:
        """Whether tasks spent most of their time off the CPUs."""
        return self.cpus < _MOSTLY_WAITING * self.overlap

    @property
    def had_work_at_once(self) -> bool:
        """Whether workers were busy at the same time, so that they could have run in parallel."""
        return self.overlap >= _OVERLAP

    @property
    def at_most_one_cpu(self) -> bool:
        """Whether they did not run in parallel."""
        return self.cpus <= _ONE_CPU

    @property
    def filled_one_cpu(self) -> bool:
        """Whether one CPU, and no more, always had work of theirs."""
        return self.at_most_one_cpu and self.cpus >= _LESS_THAN_ONE_CPU


def use_of_cpus(result: RunResult) -> CpuUse | None:
    """What the passes tell; None without any, and where one was paused in between."""
    passes = [each for each in result.passes if each.role == "backend"]
    wall_s = sum(each.wall_s for each in passes)
    if wall_s <= 0 or not result.workers or any(each.paused for each in passes):
        return None
    return CpuUse(
        cpus=sum(each.on_cpu_s for each in result.workers) / wall_s,
        overlap=sum(each.busy_s for each in result.workers) / wall_s,
    )

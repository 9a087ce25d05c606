"""What the GIL does to threads."""

from __future__ import annotations

from concur_workloads.results.budget import BudgetItem
from concur_workloads.results.lints.limits import DEFAULT_LIMITS, Limits, factor, percentage
from concur_workloads.results.lints.lint import Diagnosis, Lint
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.task_time import task_shares
from concur_workloads.results.trust import was_noisy
from concur_workloads.results.use_of_cpus import CpuUse, use_of_cpus
from concur_workloads.results.words import percent, seconds

#: Two threads that compute wait half of their time; with a quarter, as much waits as runs in one
#: of three threads, which no overhead of handing tasks out explains.
_WAITED_PERCENT = 25.0
_ALL_WAITED = percentage(
    "gil-bound-threads.waited",
    _WAITED_PERCENT,
    "least share of their time in tasks that threads wait for the GIL, where that was seen",
)
_ONE_WAITED = percentage(
    "convoy.waited",
    _WAITED_PERCENT,
    "least share of its time in tasks that a thread waits for the GIL",
)
#: A thread that computes waits as many times as long as it runs as there are others. One that only
#: passes by is kept for a switch interval each time: measured, 20 ms for what takes 0.04 ms alone.
_WAITS_PER_USE = factor(
    "convoy.waits-per-use",
    10.0,
    "least time that a thread waits for the GIL, over its time on a CPU",
)
#: While a run is on: the shares of the first tasks are those of threads that still warm up.
_ENOUGH_S = 1.0

_ELSEWHERE = (
    "Try processes (--backend processes), a free-threaded Python, or code that releases the GIL."
)


def gil_bound_threads(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where threads had work at once and yet ran in turns."""
    if not _threads_with_gil(result):
        return None
    use, shares = use_of_cpus(result), task_shares(result.budget)
    if use is None or not use.had_work_at_once:
        return None
    waited = shares[BudgetItem.GIL] if shares is not None else None
    enough = _turns_explain_it(result, use) if waited is None else waited >= limits[_ALL_WAITED]
    if not enough:
        return None
    usable = f" of {result.environment.usable_cpus} usable" if result.environment else ""
    text = (
        f"The {len(result.workers)} threads had {use.overlap:.2g} tasks under way at once but used "
        f"{use.cpus:.2f} CPUs{usable} together, as they share one GIL"
    )
    if waited is not None:
        text += f", for which they waited {percent(waited)} of that time"
    return Diagnosis(f"{text}.", _ELSEWHERE)


def _threads_with_gil(result: RunResult) -> bool:
    several = len(result.workers) > 1
    return several and result.workers_share_gil and result.workers_are == "threads"


def _turns_explain_it(result: RunResult, use: CpuUse) -> bool:
    """Whether nothing else does, as far as the result tells: one CPU, other programs, a gain."""
    cpus = result.environment.usable_cpus if result.environment else 1
    speedup, free = result.speedup, result.spec.affinity == "free"
    gained = speedup is not None and speedup.differs_from_one and speedup.value > 1
    return use.filled_one_cpu and cpus > 1 and free and not gained and not was_noisy(result)


def convoy(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where a thread that needs the GIL for moments gets it after much longer each time."""
    if not _threads_with_gil(result):
        return None
    for worker in result.workers:
        shares = task_shares(worker.budget)
        if shares is None:
            continue
        used, waited = shares[BudgetItem.ON_CPU], shares[BudgetItem.GIL]
        if waited >= limits[_ONE_WAITED] and waited >= limits[_WAITS_PER_USE] * used:
            keeps = result.environment.switch_interval_s if result.environment else None
            each = f", up to {seconds(keeps)} at a time" if keeps else ""
            return Diagnosis(
                f"In its tasks, thread {worker.id} was on a CPU {percent(used)} of the time and "
                f"waited {percent(waited)} for the GIL, which threads that compute keep{each}.",
                "Try a shorter --switch-interval, or move what computes into processes.",
            )
    return None


LINTS = (
    Lint(
        "gil-bound-threads",
        "threads had work at once but ran in turns, as they share one GIL",
        gil_bound_threads,
        (_ALL_WAITED,),
        speaks_after_s=_ENOUGH_S,
    ),
    Lint(
        "convoy",
        "a thread that needs the GIL for moments queues behind threads that compute",
        convoy,
        (_ONE_WAITED, _WAITS_PER_USE),
        speaks_after_s=_ENOUGH_S,
    ),
)

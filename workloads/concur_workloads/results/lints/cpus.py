"""More that wants to run than there are CPUs."""

from __future__ import annotations

from concur_workloads.results.budget import BudgetItem
from concur_workloads.results.lints.limits import DEFAULT_LIMITS, Limits, percentage
from concur_workloads.results.lints.lint import Diagnosis, Lint
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.task_time import task_shares
from concur_workloads.results.use_of_cpus import use_of_cpus
from concur_workloads.results.words import percent

#: Waiting for a CPU, workers that have one each are far below it, and two to a CPU at a half.
_WAITED_PERCENT = 20.0
_WORKERS_WAITED = percentage(
    "oversubscription.waited",
    _WAITED_PERCENT,
    "least share of their time in tasks that workers wait for a CPU",
)
_POOLS_WAITED = percentage(
    "native-pools.waited",
    _WAITED_PERCENT,
    "least share of their time in tasks that workers beside other threads wait for a CPU",
)
#: The CPUs had no room left, and a quarter more tasks were under way.
_FULL, _MORE_TASKS = 0.9, 1.25
#: Of all that wanted a CPU, so many were no workers.
_OTHERS = 0.2
#: While a run is on: in less, one burst of another program looks the same.
_ENOUGH_S = 1.0


def oversubscription(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where workers that compute had to take turns on the CPUs."""
    if result.environment is None or len(result.workers) <= result.environment.usable_cpus:
        return None
    # No number of those that share one thread makes that wait.
    if result.budget is not None and result.budget.shares_thread:
        return None
    cpus, use, shares = (
        result.environment.usable_cpus,
        use_of_cpus(result),
        task_shares(result.budget),
    )
    if use is None:
        return None
    text = (
        f"{len(result.workers)} {result.workers_are} took turns on {cpus} usable CPUs: "
        f"{use.overlap:.3g} tasks were under way at once"
    )
    if shares is not None:
        if shares[BudgetItem.READY] < limits[_WORKERS_WAITED]:
            return None
        text += f", and waited for a CPU {percent(shares[BudgetItem.READY])} of that time"
    elif result.workers_share_gil or use.cpus < _FULL * cpus or use.overlap < _MORE_TASKS * cpus:
        return None
    else:
        text += f" on {use.cpus:.2f} CPUs"
    return Diagnosis(f"{text}.", f"Try --workers {cpus}: more cannot compute at once.")


def native_pools(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where threads beside the workers compute too, and all together want too many CPUs."""
    shares, machine, budget = task_shares(result.budget), result.machine, result.budget
    wall_s = sum(each.wall_s for each in result.passes if each.role == "backend")
    if shares is None or machine is None or budget is None or result.environment is None:
        return None
    # Of those that only wait, as helpers of libraries do, there may be any number.
    if not machine.other_threads or use_of_cpus(result) is None:
        return None
    cpus, waited = result.environment.usable_cpus, shares[BudgetItem.READY]
    others = (machine.other_threads_cpu_s + machine.other_threads_waited_s) / wall_s
    workers = (budget.seconds[BudgetItem.ON_CPU] + budget.seconds[BudgetItem.READY]) / wall_s
    wanted = workers + others
    if waited < limits[_POOLS_WAITED] or others < _OTHERS * wanted or wanted < _MORE_TASKS * cpus:
        return None
    too_many = len(result.workers) > cpus
    themselves = f", themselves more than the {cpus} usable CPUs," if too_many else ""
    where = "each" if result.workers_are == "processes" else "in their process"
    more = f"{machine.other_threads} more thread{'s' * (machine.other_threads > 1)}"
    return Diagnosis(
        f"{len(result.workers)} {result.workers_are}{themselves} and up to {more} {where} wanted "
        f"{wanted:.3g} CPUs at once of {cpus} usable, and tasks waited for one {percent(waited)} "
        "of their time.",
        "If a library such as BLAS or OpenMP makes these threads, try OMP_NUM_THREADS=1 (or "
        "OPENBLAS_NUM_THREADS, MKL_NUM_THREADS) in the environment or threadpoolctl in the tasks"
        + (f", and --workers {cpus}." if too_many else "."),
    )


LINTS = (
    Lint(
        "oversubscription",
        "more workers compute than there are CPUs that can be used",
        oversubscription,
        (_WORKERS_WAITED,),
        speaks_after_s=_ENOUGH_S,
    ),
    Lint(
        "native-pools",
        "threads beside the workers, such as those of BLAS, compute too, on too few CPUs",
        native_pools,
        (_POOLS_WAITED,),
        speaks_after_s=_ENOUGH_S,
    ),
)

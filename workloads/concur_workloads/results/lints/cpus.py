"""More that wants to run than there are CPUs."""

from __future__ import annotations

from concur_workloads.backends.registry import backend
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
    "least share of their time in tasks that processes wait for a CPU",
)
#: Without a budget: the CPUs had no room left, and a quarter more tasks were under way.
_FULL, _MORE_TASKS = 0.9, 1.25
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
    """Found where each worker process brings threads of its own and they wait for CPUs."""
    shares, threads = (
        task_shares(result.budget),
        result.machine.worker_threads if result.machine else None,
    )
    if shares is None or threads is None or result.environment is None:
        return None
    # The processes of libraries have threads that wait for tasks and do not compute.
    of_a_library = bool(backend(result.spec.backend).needs_package)
    if of_a_library or result.workers_are != "processes" or threads < 2:
        return None
    cpus, processes, waited = (
        result.environment.usable_cpus,
        len(result.workers),
        shares[BudgetItem.READY],
    )
    if processes > cpus or processes * threads <= cpus or waited < limits[_POOLS_WAITED]:
        return None
    return Diagnosis(
        f"{processes} processes with up to {threads} threads each had {cpus} usable CPUs, and "
        f"tasks waited for a CPU {percent(waited)} of their time.",
        "If a library such as BLAS or OpenMP makes these threads, try OMP_NUM_THREADS=1 (or "
        "OPENBLAS_NUM_THREADS, MKL_NUM_THREADS) in the environment.",
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
        "worker processes have threads of their own, such as those of BLAS, and too few CPUs",
        native_pools,
        (_POOLS_WAITED,),
        speaks_after_s=_ENOUGH_S,
    ),
)

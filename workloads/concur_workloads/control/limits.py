"""Time limits as the program enforces them, from outside: which is exceeded, in a sentence."""

from __future__ import annotations

from concur_workloads.backends.registry import ends_one_task
from concur_workloads.control.party import Party
from concur_workloads.control.post_mortem import while_running
from concur_workloads.stopped import is_stopped

#: A backend that ends an overdue task by itself gets this much time to do it.
_SELF_ENFORCING_GRACE_S = 0.5


def exceeded_limit(party: Party, began_ns: int, now_ns: int) -> str:
    """Why a party must be ended now; empty while it need not, or no longer."""
    spec = party.spec
    if party.failure_cause or not party.is_alive:
        return ""
    if spec.timeout_s is not None:
        cause = _overdue_task(party, spec.timeout_s, now_ns)
        if cause:
            return cause
    if spec.run_timeout_s is not None and now_ns - began_ns > spec.run_timeout_s * 1e9:
        running = while_running(party.ledger.under_way())
        return f"The run exceeded its time limit of {spec.run_timeout_s:g} s{running}."
    return ""


def _overdue_task(party: Party, limit_s: float, now_ns: int) -> str:
    enforces = ends_one_task(party.spec) and party.ledger.current_pass
    found = party.overdue(limit_s + _SELF_ENFORCING_GRACE_S if enforces else limit_s, now_ns)
    if found is None:
        return ""
    worker, task = found
    over = f"Worker {worker} exceeded the time limit of {limit_s:g} s in"
    if task < 0:
        return f"{over} a warm-up task, so the run was ended."
    runner = party.runner.pid
    if is_stopped(runner):
        running = while_running(party.ledger.under_way())
        return (
            f"The runner (process {runner}) was stopped{running} for longer than the time limit "
            f"of {limit_s:g} s, so it was ended."
        )
    pid = party.ledger.readers[worker].identity().pid
    stopped = f" while its process ({pid}) was stopped" if is_stopped(pid) else ""
    why = f"{party.spec.backend} cannot end a single task"
    if enforces:
        why = f"{party.spec.backend} could not end it"
    elif party.spec.backend == "asyncio":
        why = "asyncio cannot end a function that blocks"
    return f"{over} task {task}{stopped}. {why}, so the whole run was ended."

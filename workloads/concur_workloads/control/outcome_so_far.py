"""What a run that is still on has come to."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from concur_workloads.control.outcome import build_result
from concur_workloads.control.party import Party
from concur_workloads.recorder.layout import State
from concur_workloads.results.budget import BudgetItem
from concur_workloads.results.machine_conditions import MachineConditions
from concur_workloads.results.preflight import Preflight
from concur_workloads.results.run_result import (
    LongestUnderWay,
    PassResult,
    RunResult,
    WorkerResult,
)
from concur_workloads.results.where_time_went import WhereTimeWent
from concur_workloads.spec import RunSpec


def result_so_far(
    spec: RunSpec,
    parties: Sequence[Party],
    started_at_s: float,
    preflight: Preflight | None,
    where_time_went: WhereTimeWent,
    machine: MachineConditions | None,
    *,
    deadlocked: bool,
) -> RunResult:
    """What would be known if the run were cut short now: a cancelled one.

    The pass and the tasks that are under way are in it as far as they have come; those that wait
    for each other for ever are no long tasks.
    """
    seen = build_result(
        spec, parties, "cancelled", "", started_at_s, preflight, where_time_went, machine
    )
    return replace(
        seen,
        passes=(*seen.passes, *_under_way(parties)),
        workers=tuple(map(_with_unfinished_task, seen.workers)),
        longest_under_way=None if deadlocked else _longest(spec, parties),
    )


def _under_way(parties: Sequence[Party]) -> Iterator[PassResult]:
    for party in parties:
        ledger = party.ledger
        if ledger.current_pass is not None:
            completed, failed = ledger.ended_in_pass()
            yield PassResult(
                number=ledger.current_pass.number,
                role=party.role,
                status="cancelled",
                wall_s=(time.monotonic_ns() - ledger.current_pass.start_ns) / 1e9,
                completed=completed,
                failed=failed,
                checksum="",
                dispatch_s=None,
                paused=ledger.pass_was_paused,
            )


def _longest(spec: RunSpec, parties: Sequence[Party]) -> LongestUnderWay | None:
    ledger = next((each.ledger for each in parties if each.role == "backend"), None)
    if ledger is None or ledger.current_pass is None:
        return None
    current = ledger.current_pass
    begun = {
        lane: status
        for lane, status in ledger.under_way().items()
        if status.state is State.RUNNING and status.number == current.number
    }
    if not begun:
        return None
    now_ns = time.monotonic_ns()
    lane, longest = min(begun.items(), key=lambda item: item[1].since_ns)
    is_last = sum(ledger.ended_in_pass()) + len(begun) >= spec.tasks
    return LongestUnderWay(
        task=longest.task,
        worker=lane,
        took_s=(now_ns - longest.since_ns) / 1e9,
        tasks=len(begun),
        pass_s=(now_ns - current.start_ns) / 1e9 if is_last else None,
    )


def _with_unfinished_task(worker: WorkerResult) -> WorkerResult:
    """Its own clocks tell of tasks that have ended; the budget knows of the one under way, too."""
    if worker.budget is None:
        return worker
    seconds = worker.budget.seconds
    busy_s = worker.budget.in_tasks_s + seconds[BudgetItem.NOT_EXPLAINED]
    return replace(worker, busy_s=busy_s, on_cpu_s=seconds[BudgetItem.ON_CPU])

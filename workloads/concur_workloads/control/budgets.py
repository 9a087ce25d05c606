"""Where the time of each worker of a side went, from its start to its end."""

from __future__ import annotations

from concur_workloads.control.activities import Activities
from concur_workloads.control.handling import Handling, handling_by_lane
from concur_workloads.control.lane_passes import LanePass
from concur_workloads.control.party import Party
from concur_workloads.results.activity import Activity
from concur_workloads.results.budget import IN_TASKS, MESSAGES, BudgetItem, TimeBudget
from concur_workloads.results.time_split import TaskTime

_HANDLING = (*MESSAGES, BudgetItem.CHECKING)


def time_budgets(party: Party, activities: Activities) -> dict[int, TimeBudget]:
    """By lane; none of those that nobody could watch, and none if the workers never got ready.

    From the moment that they were asked for until the last had ended, or until now, so all have the
    same wall time; the turns of the other side are left out. Of workers that are created anew for
    each pass, it is the first start that counts; where one takes the place of another during a
    pass, its start and its warm-up count too.
    """
    ledger = party.ledger
    lanes = [lane for lane in ledger.first_ready_ns if activities.can_tell(lane)]
    start = ledger.workers_ready
    if start is None:
        return {}
    shutdown_s = ledger.stopped.shutdown_s if ledger.stopped is not None else 0.0
    work = list(ledger.work_so_far())
    counters = {lane: ledger.readers[lane].counters() for lane in lanes}
    handling = handling_by_lane(
        party.recording, {lane: each.ok + each.failed for lane, each in counters.items()}
    )
    budgets = {}
    for lane in lanes:
        seen = activities.task_time(lane)
        seconds = dict.fromkeys(BudgetItem, 0.0)
        own_start_ns = ledger.first_ready_ns[lane] - start.began_ns
        own_start_s = min(start.startup_s, own_start_ns / 1e9)
        seconds[BudgetItem.START_UP] = own_start_s
        seconds[BudgetItem.WAITING_FOR_OTHERS] = start.startup_s - own_start_s
        seconds[BudgetItem.WARM_UP] = start.warm_up_s
        seconds[BudgetItem.SHUT_DOWN] = shutdown_s
        for wall_s, done in work:
            _add_pass(seconds, wall_s, done[lane], seen)
        _tell_handling(seconds, handling[lane])
        _tell_work_between_tasks(seconds, seen)
        budgets[lane] = TimeBudget(
            sum(seconds.values()),
            seconds,
            seen.looks,
            handling[lane].timed_tasks,
            activities.share_the_loop,
            seen.looks_between,
        )
    return budgets


def _add_pass(
    seconds: dict[BudgetItem, float], wall_s: float, lane: LanePass, seen: TaskTime
) -> None:
    busy_s, unfinished_s = lane.busy_ns / 1e9, lane.unfinished_ns / 1e9
    parts = [seen.split(busy_s, lane.on_cpu_ns / 1e9)]
    if unfinished_s:
        parts.append(seen.split(unfinished_s))
    for part in parts:
        for activity, took_s in part.items():
            item = BudgetItem.NOT_EXPLAINED if activity is None else BudgetItem[activity.name]
            seconds[item] += took_s
    rest_s = max(0.0, wall_s - busy_s - unfinished_s)
    for item, took_ns in (
        (BudgetItem.START_UP, lane.starting_ns),
        (BudgetItem.WARM_UP, lane.warming_up_ns),
        (BudgetItem.PAUSED, lane.paused_ns),
        (BudgetItem.IDLE_TAIL, lane.tail_ns),
    ):
        # What workers say and what the program hears of their ends may differ by a hair.
        part_s = min(rest_s, took_ns / 1e9)
        seconds[item] += part_s
        rest_s -= part_s
    seconds[BudgetItem.WAITING_FOR_TASK] += rest_s


def _tell_handling(seconds: dict[BudgetItem, float], handling: Handling) -> None:
    """Take it from the waiting, and from what was after the last task."""
    for item, took_s in (
        (BudgetItem.DESERIALISING, handling.deserialising_s),
        (BudgetItem.SERIALISING, handling.serialising_s),
        (BudgetItem.CHECKING, handling.checking_s),
    ):
        for outside in (BudgetItem.WAITING_FOR_TASK, BudgetItem.IDLE_TAIL):
            part_s = min(took_s - seconds[item], seconds[outside])
            seconds[item] += part_s
            seconds[outside] -= part_s


def _tell_work_between_tasks(seconds: dict[BudgetItem, float], seen: TaskTime) -> None:
    """Take from the waiting what the worker did or would have done beside what is told apart."""
    in_tasks_s = sum(seconds[item] for item in IN_TASKS) + seconds[BudgetItem.NOT_EXPLAINED]
    # A lane says a little longer that its worker is in a task than the worker's own clocks count.
    at_edges = seen.split(max(0.0, seen.seen_s - in_tasks_s))
    did = {
        BudgetItem.BETWEEN_TASKS: max(0.0, seen.serving_cpu_s - seconds[BudgetItem.ON_CPU]),
        BudgetItem.READY_BETWEEN: seen.ready_between_s + at_edges[Activity.READY],
        BudgetItem.GIL_BETWEEN: seen.gil_between_s + at_edges.get(Activity.GIL, 0.0),
    }
    in_all_s = sum(did.values())
    # Handling is a part of it, which waited for CPU and GIL as the rest did.
    rest_s = max(0.0, in_all_s - sum(seconds[each] for each in _HANDLING))
    rest_s = min(rest_s, seconds[BudgetItem.WAITING_FOR_TASK])
    for item, took_s in did.items():
        seconds[item] = rest_s * took_s / in_all_s if in_all_s else 0.0
    # The parts may come to a hair more than the whole.
    seconds[BudgetItem.WAITING_FOR_TASK] = max(
        0.0, seconds[BudgetItem.WAITING_FOR_TASK] - sum(seconds[item] for item in did)
    )

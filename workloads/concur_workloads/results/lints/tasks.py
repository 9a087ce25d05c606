"""Tasks that are too small, too large or badly shared out."""

from __future__ import annotations

from concur_workloads.results.budget import MESSAGES, BudgetItem
from concur_workloads.results.lints.limits import (
    DEFAULT_LIMITS,
    Limits,
    factor,
    milliseconds,
    percentage,
)
from concur_workloads.results.lints.lint import Diagnosis, Lint
from concur_workloads.results.one_thread import block_each_other
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.trust import was_noisy
from concur_workloads.results.use_of_cpus import use_of_cpus
from concur_workloads.results.words import percent, seconds

#: Handing a task out was measured to cost 0.7 to 200 µs: larger tasks need not mind.
_SMALL_TASK = milliseconds("tiny-tasks.task", 1.0, "least time of a task that is large enough")
#: From a fifth of a worker's time on, no number of workers makes up for it soon.
_HANDING_OUT = percentage(
    "tiny-tasks.handing-out", 20.0, "least share of a worker's time that goes into handing out"
)
#: As much for messages as for the work itself: more CPUs cannot make up for it.
_MESSAGES = factor(
    "pickling-dominates.messages",
    1.0,
    "least CPU time of processes between tasks, over that in tasks",
    least=0.01,
)
_FOR_MESSAGES = (BudgetItem.BETWEEN_TASKS, *MESSAGES)
#: A straggler takes this many times the median, and so much of a pass that it decides its length.
_TIMES_MEDIAN = factor(
    "straggler.times-median", 3.0, "least time of the longest task, over the median"
)
_OF_PASS = percentage(
    "straggler.of-pass", 25.0, "least share of a pass that the longest task takes"
)
#: Other programs take their share of the CPUs, but hold up one task neither for so many times the
#: median nor for so long.
_NOISE_TIMES, _NOISE_S = 10.0, 0.5
#: While tasks are under way: with fewer that have ended for each, they may change the median.
_ENDED_FOR_EACH = 4
#: Waiting at the end of passes, of the time with tasks and that: the speed-up loses as much.
_WAITED_AT_END = percentage(
    "idle-tail.waited",
    15.0,
    "least part that waiting at the end of passes has of that and the time with tasks",
)
#: Busy this many times as long as the mean, a worker costs a third of what is possible.
_TIMES_MEAN = factor(
    "unbalanced-chunks.times-mean",
    1.5,
    "least time with tasks of the busiest worker, over the mean",
)
#: As long as all the work of a pass: one pass more would have been done meanwhile.
_START_UP = factor(
    "start-up-dominates.start-up",
    1.0,
    "least time until workers are ready, over that of all their work in a pass",
    least=0.01,
)
#: Less nobody notices, and the scheduler of any system may take it.
_LEAST_S = 0.05
#: While a run is on: what is said of a mean must not rest on the first few tasks.
_ENOUGH_S = 1.0


def tiny_tasks(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where workers wait for tasks long, compared with what these take."""
    tasks, waited_s = sum(each.tasks for each in result.workers), result.phases.dispatch
    if not tasks or waited_s is None or result.spec.backend == "serial":
        return None
    task_s = sum(each.busy_s for each in result.workers) / tasks
    if block_each_other(result):
        # A worker waits for the tasks of the others: what is left is between them all.
        use = use_of_cpus(result)
        waited_s = task_s / use.overlap - task_s if use is not None and use.overlap else 0.0
    if task_s >= limits[_SMALL_TASK] or waited_s < limits[_HANDING_OUT] * (waited_s + task_s):
        return None
    share = percent(waited_s / (waited_s + task_s))
    return Diagnosis(
        f"A task took {seconds(task_s)}, and before it its worker waited {seconds(waited_s)} for "
        f"it: {share} of the time went into handing out.",
        f"Try to hand out more at once (--chunk-size {8 * result.spec.chunk_size}), or larger "
        "tasks: `concur-tui break-even` finds how large they have to be.",
    )


def pickling_dominates(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where processes compute as much between tasks, for messages, as in them."""
    if result.budget is None or result.workers_are != "processes":
        return None
    spent_s = result.budget.seconds
    in_tasks_s = spent_s[BudgetItem.ON_CPU]
    messages_s = sum(spent_s[each] for each in _FOR_MESSAGES)
    if messages_s < max(limits[_MESSAGES] * in_tasks_s, _LEAST_S):
        return None
    told = [f"{each.value} {seconds(spent_s[each])}" for each in MESSAGES if spent_s[each] > 0]
    of_it = f" ({', '.join(told)})" if told else ""
    return Diagnosis(
        f"Between tasks, the workers were on a CPU for {seconds(messages_s)}, to receive, "
        f"deserialise, serialise and send{of_it}, and in tasks for {seconds(in_tasks_s)}.",
        "Try to send less: names of files or places in shared memory instead of large objects.",
    )


def straggler(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where one task is long enough to decide how long a pass takes."""
    latency = result.latency
    if latency is None or not latency.p50 or not _could_share_out(result):
        return None
    least_s = max(limits[_TIMES_MEDIAN] * latency.p50, _LEAST_S)
    if was_noisy(result):
        least_s = max(least_s, _NOISE_TIMES * latency.p50, _NOISE_S)
    advice = "Try to begin long tasks first, or to split them."
    if result.wall_s and latency.max >= max(least_s, limits[_OF_PASS] * result.wall_s):
        return Diagnosis(
            f"The longest task took {seconds(latency.max)}, {latency.max / latency.p50:.3g} times "
            f"the median, and the median pass over all tasks {seconds(result.wall_s)}.",
            advice,
        )
    longest = result.longest_under_way
    if longest is None or result.latency_tasks < _ENDED_FOR_EACH * longest.tasks:
        return None
    # Its share of a pass can only grow: of one like those before, or of one that waits for it.
    pass_s = result.wall_s or longest.pass_s
    if pass_s is None or longest.took_s < max(least_s, limits[_OF_PASS] * pass_s):
        return None
    beside = (
        f"the median pass over all tasks took {seconds(result.wall_s)}"
        if result.wall_s
        else f"no other is left to begin, {seconds(pass_s)} after the pass began"
    )
    return Diagnosis(
        f"Task {longest.task} has been under way in worker {longest.worker} for "
        f"{seconds(longest.took_s)}, {longest.took_s / latency.p50:.3g} times the median, and "
        f"{beside}.",
        advice,
    )


def idle_tail(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where workers had nothing left to do long before the others."""
    if result.budget is None or not _could_share_out(result):
        return None
    tail_s = result.budget.seconds.get(BudgetItem.IDLE_TAIL, 0.0)
    busy_s = sum(each.busy_s for each in result.workers)
    if busy_s <= 0 or tail_s < limits[_WAITED_AT_END] * (tail_s + busy_s):
        return None
    return Diagnosis(
        f"At the end of passes, workers waited {seconds(tail_s)} in all for the last ones, beside "
        f"{seconds(busy_s)} with tasks.",
        "Try more and smaller tasks, or a number of tasks that the workers can share out evenly.",
    )


def unbalanced_chunks(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where chunks left one worker with much more to do than others."""
    busy_s = [each.busy_s for each in result.workers]
    if result.spec.chunk_size < 2 or not _could_share_out(result):
        return None
    mean_s = sum(busy_s) / len(busy_s)
    if max(busy_s) < max(limits[_TIMES_MEAN] * mean_s, _LEAST_S):
        return None
    return Diagnosis(
        f"With chunks of {result.spec.chunk_size} tasks, one worker was busy for "
        f"{seconds(max(busy_s))} and another for {seconds(min(busy_s))}.",
        f"Try --chunk-size {max(1, result.spec.chunk_size // 4)}.",
    )


def _could_share_out(result: RunResult) -> bool:
    """Whether it mattered which worker had which tasks."""
    return len(result.workers) > 1 and not block_each_other(result)


def start_up_dominates(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where making workers ready takes longer than all that they do in a pass."""
    startup_s, work_s = result.phases.startup, result.phases.work
    if startup_s is None or work_s is None or startup_s < max(limits[_START_UP] * work_s, _LEAST_S):
        return None
    who = f"{len(result.workers)} {result.workers_are}"
    fork = result.spec.start_method in ("spawn", "forkserver")
    other = ", or --start-method fork where no thread runs yet" if fork else ""
    return Diagnosis(
        f"Until {who} were ready it took {seconds(startup_s)}, and all their work in a pass "
        f"{seconds(work_s)}.",
        f"Try to keep workers for more work, or fewer of them{other}.",
    )


LINTS = (
    Lint(
        "tiny-tasks",
        "handing tasks out takes long, compared with what they take",
        tiny_tasks,
        (_SMALL_TASK, _HANDING_OUT),
        speaks_after_s=_ENOUGH_S,
        # How long workers waited for tasks is known of those.
        of_whole_passes=True,
    ),
    Lint(
        "pickling-dominates",
        "what workers do for messages takes as long as what they do in tasks",
        pickling_dominates,
        (_MESSAGES,),
        speaks_after_s=_ENOUGH_S,
    ),
    Lint(
        "start-up-dominates",
        "workers take longer to start than to work",
        start_up_dominates,
        (_START_UP,),
        speaks_after_s=0.0,
        of_whole_passes=True,
    ),
    Lint(
        "straggler",
        "one task is so long that it decides how long all take",
        straggler,
        (_TIMES_MEDIAN, _OF_PASS),
        speaks_after_s=_ENOUGH_S,
    ),
    Lint(
        "idle-tail",
        "workers have nothing left to do while the last ones still work",
        idle_tail,
        (_WAITED_AT_END,),
        speaks_after_s=_ENOUGH_S,
        of_whole_passes=True,
    ),
    Lint(
        "unbalanced-chunks",
        "chunks of tasks leave one worker with much more to do than others",
        unbalanced_chunks,
        (_TIMES_MEAN,),
        speaks_after_s=_ENOUGH_S,
        of_whole_passes=True,
    ),
)

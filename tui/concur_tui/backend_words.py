"""What a backend can do, and asks of tasks, in the words of the command line and the screen."""

from collections.abc import Iterator

from concur_workloads.api import BackendInfo


def abilities(info: BackendInfo) -> Iterator[str]:
    """What it can and cannot do, a few words each."""
    can = info.capabilities
    yield "can kill one worker" if info.kills_workers else "cannot kill a worker"
    if info.kills_workers:
        yield "survives a dead worker" if can.survives_dead_worker else "breaks with a dead worker"
    if can.cancels_coroutines:
        yield "can end a coroutine, not a function that blocks"
    else:
        yield "can end one task" if can.ends_one_task else "cannot end one task"
    if can.needs_picklable_tasks:
        yield "needs picklable tasks"
    if can.own_gil_per_worker:
        yield "own GIL per worker"
    if can.shares_memory:
        yield "shares memory"

"""What a worker in an event loop was at, from what it says itself: all share one thread."""

from __future__ import annotations

import time

from concur_workloads.observer.waiting.watched_loop import WatchedLoop
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.steps import read_steps
from concur_workloads.results.activity import Activity
from concur_workloads.results.time_split import TaskTime

#: A step may end while its thread is looked at.
_LOOK_AGAIN = 3


def activity_in_loop(
    recording: Recording, reader: LaneReader, loop: WatchedLoop | None
) -> Activity | None:
    """AWAITING between its steps; in one, what the thread of its event loop is at.

    None where that cannot be seen, as a step may keep the thread without computing.
    """
    for _ in range(_LOOK_AGAIN):
        if reader.status().state is not State.RUNNING:
            return None
        begun_ns = read_steps(recording, reader.lane).begun_ns
        if not begun_ns:
            return Activity.AWAITING
        found = loop.activity() if loop is not None else None
        if read_steps(recording, reader.lane).begun_ns == begun_ns:
            return found
    return None


def time_in_loop(recording: Recording, reader: LaneReader, loop: WatchedLoop | None) -> TaskTime:
    """Of all tasks of a lane; why a step was not on a CPU all the time is as it was seen."""
    now_ns = time.monotonic_ns()
    steps, counters, status = read_steps(recording, reader.lane), reader.counters(), reader.status()
    unfinished_ns = now_ns - status.since_ns if status.state is State.RUNNING else 0
    in_tasks_ns = counters.busy_ns + unfinished_ns
    in_steps_ns = min(steps.until(now_ns), in_tasks_ns)
    looks, seen = loop.steps_of(reader.lane) if loop is not None else (0, {})
    # The worker itself says it when a task has ended.
    on_cpu_ns = max(counters.on_cpu_s * 1e9, min(in_steps_ns, seen.pop(Activity.ON_CPU, 0.0)))
    off_cpu_ns, seen_ns = max(0.0, in_steps_ns - on_cpu_ns), sum(seen.values())
    waits = {what: off_cpu_ns * took / seen_ns for what, took in seen.items() if took}
    run_queue_ns = waits.pop(Activity.READY, 0.0)
    kinds = {what: round(took) for what, took in waits.items() if what is not None}
    kinds[Activity.AWAITING] = max(0, in_tasks_ns - in_steps_ns)
    return TaskTime(
        seen_s=in_tasks_ns / 1e9,
        on_cpu_s=on_cpu_ns / 1e9,
        run_queue_s=run_queue_ns / 1e9,
        looks=looks,
        waits=kinds,
        untold=round(waits.get(None, 0.0) if seen_ns else off_cpu_ns),
    )

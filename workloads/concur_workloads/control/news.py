"""What a person is told of the events of a run."""

from __future__ import annotations

from typing import NamedTuple

from concur_workloads.exit_status import exit_words
from concur_workloads.protocol import events
from concur_workloads.protocol.events import Event
from concur_workloads.results.snapshot import Role
from concur_workloads.spec import RunSpec


class News(NamedTuple):
    """A line for the log."""

    level: str
    text: str


def news_of(event: Event, role: Role, spec: RunSpec) -> News | None:
    """The line for an event of one side of a run; None for what the screen shows elsewhere."""
    level, text = "info", ""
    match event:
        case events.Paused():
            text = "paused: tasks under way end, no further one begins"
        case events.Resumed():
            text = "resumed"
        case events.WorkerExited() if not event.expected:
            level = "warning"
            text = f"worker {event.worker} (process {event.pid}) {exit_words(event.exit)}"
        case events.TaskFailed():
            where = "" if event.worker is None else f" in worker {event.worker}"
            level, text = "error", f"task {event.task}{where} failed: {event.cause}"
        case events.WorkersReady():
            count = f"{spec.workers} worker" + "s" * (spec.workers > 1)
            times = f"{event.startup_s * 1e3:.1f} ms, warm after {event.warm_up_s:.3g} s more"
            text = f"{spec.backend}: {count} ready in {times}"
        case events.PassFinished():
            took = f"{(event.end_ns - event.start_ns) / 1e9:.4g} s, {event.completed:,} tasks"
            text = f"{role} pass {event.number}: {event.status} in {took}"
        case _:
            pass
    return News(level, text) if text else None

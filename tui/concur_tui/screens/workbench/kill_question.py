"""Which signal a worker shall get; and why some workers cannot get one."""

from concur_tui.run_controller import KillSignal
from concur_tui.screens.ask import Ask, Choice
from concur_workloads.api import LaneSnapshot, RunSpec, backend

_GONE = {"ended", "dead"}


SIGNALS: dict[str, KillSignal] = {"SIGTERM": "SIGTERM", "SIGKILL": "SIGKILL"}


def kill_question(lane: LaneSnapshot) -> Ask:
    """The question; it returns a key of SIGNALS, or None."""
    at = "between two tasks" if lane.task is None else f"on task {lane.task}"
    return Ask(
        f"Kill worker {lane.worker}?",
        f"It is process {lane.pid}, {at}. A task that it is on is lost, not repeated.",
        [Choice("SIGTERM", "t", "SIGTERM"), Choice("SIGKILL", "k", "SIGKILL")],
    )


def refusal(spec: RunSpec, lane: LaneSnapshot | None) -> str:
    """Why the worker of a lane cannot be killed; empty when it can."""
    if lane is None:
        return "There is no worker yet."
    if lane.role == "serial":
        return "This lane is the serial pass, which has no worker of its own: stop the run instead."
    info = backend(spec.backend)
    if not info.kills_workers:
        return f"A worker of {spec.backend} cannot be killed: {info.kill_refusal}."
    if lane.state in _GONE:
        return f"Worker {lane.worker} is gone already."
    return ""

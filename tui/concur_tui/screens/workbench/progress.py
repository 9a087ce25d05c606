"""How far a run is, in one row: phase, bar, tasks, and how long it may still take."""

from concur_tui.formatting import count, counted, duration, seconds
from concur_tui.widgets.parts_line import Part
from concur_workloads.api import Latency, RunSnapshot

BAR_CELLS = 12
_FULL, _REST = "━", "─"


def progress_parts(snapshot: RunSnapshot, usual_start_s: float | None) -> list[Part]:
    """The parts of the progress line; `usual_start_s` is what the start took in earlier runs."""
    parts = [Part(f"{_stage(snapshot)}  ", "busy")]
    if snapshot.done == 0 and snapshot.phase.value in {"starting", "warming up"}:
        usual = "" if usual_start_s is None else f", last time {duration(usual_start_s)}"
        return [*parts, Part(f"workers are being made ready{usual}", "muted")]
    share = snapshot.done / snapshot.total if snapshot.total else 0.0
    full = int(share * BAR_CELLS)
    total = count(snapshot.total)
    parts += [
        Part(_FULL * full, "strong"),
        Part(_REST * (BAR_CELLS - full), "muted"),
        Part(f"  {count(snapshot.done, len(total))} of {total} tasks"),
    ]
    if snapshot.missed_records:
        parts.append(Part(f"  {counted(snapshot.missed_records, 'record')} lost", "busy"))
    return parts


def loop_lag(lag: Latency | None) -> str:
    """How late the timers of an event loop fired so far; empty where there is no loop."""
    if lag is None:
        return ""
    late = f"{seconds(lag.p50)} late (median), up to {seconds(lag.max)}"
    return f"Timers of the event loop fired {late}."


def remaining(snapshot: RunSnapshot) -> Part:
    """The right end of the progress line: what is still to come, as far as it can be told."""
    if snapshot.paused:
        return Part("  p goes on", "muted")
    if snapshot.remaining_s is None or snapshot.done >= snapshot.total:
        return Part("")
    return Part(f"  about {duration(snapshot.remaining_s)} left", "muted")


def _stage(snapshot: RunSnapshot) -> str:
    if snapshot.cancelling:
        return "stopping"
    if snapshot.paused:
        return "paused"
    if snapshot.passes and snapshot.pass_number and "pass" in snapshot.phase.value:
        return f"{snapshot.phase.value} {snapshot.pass_number} of {snapshot.passes}"
    return snapshot.phase.value

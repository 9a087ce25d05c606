"""The words about the moment under the cursor of a lane."""

from typing import NamedTuple

from concur_tui.formatting import count, counted, seconds
from concur_tui.widgets.lane_model import Current, LaneModel
from concur_tui.widgets.lane_past import TASK_KINDS, Found, Past, Span
from concur_tui.widgets.state_styles import STATE_STYLES

#: What is said of a moment, and what it is called.
_MOMENTS = {
    "death": ("worker died", "the worker's death"),
    "end": ("worker ended", "the worker's end"),
    "replaced": ("worker replaced", "its replacement"),
}
_ENDS = {"failed": " failed", "lost": " lost with its worker"}
_ALL_ON_CPU = 0.95
"""From this share on nothing is said of the rest."""


class Moment(NamedTuple):
    """A moment that is read out; if it was jumped to, for which task and what that is."""

    t_s: float
    task: Span | None = None
    named: str = ""


def readout(model: LaneModel, number: int, moment: Moment, column_s: float) -> list[str]:
    """What a lane did at a moment, or else most of the time in the cell that holds it, in parts."""
    lane = model.lanes[number]
    # However late it is: neighbouring cells must not read the same.
    decimals = 3 if column_s >= 1e-3 else 4
    start_s = (moment.t_s + column_s * 1e-6) // column_s * column_s
    end_s = start_s + column_s
    if moment.task is not None:
        parts = _of_span(model, number, moment.task, decimals)
        return [f"{moment.named}: {parts[0]}", *parts[1:]]
    found = lane.past.find(moment.t_s, start_s, end_s)
    current = lane.current
    if found.span is not None and not (current and current.since_s <= moment.t_s):
        parts = _of_span(model, number, found.span, decimals)
        if found.others:
            parts.append(f"{counted(found.others, 'other')} in this cell")
        if found.moment and found.span.kind != "lost":
            parts.append(" ".join(_of_moment(found.moment, decimals)))
        return parts
    if current is not None and current.since_s < end_s:
        return _of_current(model, number, current, decimals)
    return _of_gap(lane.past, found, current, decimals)


def _of_span(model: LaneModel, number: int, span: Span, decimals: int) -> list[str]:
    if span.kind in _MOMENTS:
        return _of_moment(span, decimals)
    parts = [_name(span), f"at {_time(span.start_s, decimals)} for {seconds(span.length_s)}"]
    if span.tasks > 1:
        parts[1] = f"at {_time(span.start_s, decimals)}, {seconds(span.length_s)} together"
    if span.kind in TASK_KINDS:
        parts.append(_cpu(model, number, span.start_s, span.end_s, span.on_cpu))
    return parts


def _of_moment(span: Span, decimals: int) -> list[str]:
    return [_MOMENTS[span.kind][0], f"at {_time(span.start_s, decimals)}"]


def _of_current(model: LaneModel, number: int, current: Current, decimals: int) -> list[str]:
    so_far_s = max(0.0, model.now_s - current.since_s)
    parts = [
        _name_now(current),
        f"since {_time(current.since_s, decimals)}, {seconds(so_far_s)} so far",
    ]
    if current.kind == "task":
        share = model.seen(number, current.since_s, model.now_s)[0]
        parts.append(_cpu(model, number, current.since_s, model.now_s, share))
    return parts


def _cpu(model: LaneModel, number: int, start_s: float, end_s: float, share: float | None) -> str:
    if share is None:
        return "CPU unknown"
    on_cpu = f"CPU {100 * share:.0f} %"
    if share >= _ALL_ON_CPU:
        return on_cpu
    wait = model.seen(number, start_s, end_s)[1]
    if wait is None:
        return f"{on_cpu}, else not seen"
    if end_s - start_s < model.lanes[number].looked_every_s:
        return f"{on_cpu}, else too short to be seen"
    return f"{on_cpu}, else {STATE_STYLES[wait].word}"


def _of_gap(past: Past, found: Found, current: Current | None, decimals: int) -> list[str]:
    before, after = found.before, found.after
    if before is None and past.forgot:
        return ["forgotten", f"the last {count(past.most)} stretches of a lane are remembered"]
    parts = ["no task"]
    until_s = after.start_s if after else current.since_s if current else None
    if before and until_s is not None:
        parts.append(f"from {_time(before.end_s, decimals)} for {seconds(until_s - before.end_s)}")
    elif before:
        parts.append(f"since {_time(before.end_s, decimals)}")
    elif until_s is not None:
        parts.append(f"until {_time(until_s, decimals)}")
    if before:
        parts.append(f"after {_name(before)}")
    if after:
        parts.append(f"before {_name(after)}")
    return parts


def _name_now(current: Current) -> str:
    if current.kind != "task":
        return current.kind
    return f"task {current.task} now" if current.task >= 0 else "a task now"


def _name(span: Span) -> str:
    if span.kind in _MOMENTS:
        return _MOMENTS[span.kind][1]
    if span.kind not in TASK_KINDS:
        return span.kind
    if span.tasks > 1:
        failed = "failed " if span.kind == "failed" else ""
        return f"{count(span.tasks)} {failed}tasks up to {span.task}"
    name = f"task {span.task}" if span.task >= 0 else "a task"
    return name + _ENDS.get(span.kind, "")


def _time(t_s: float, decimals: int) -> str:
    return f"{t_s:.{decimals}f} s"

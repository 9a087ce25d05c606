"""A control block in words: its values with their units, and how two of them compare."""

import time
from pathlib import PurePath

from concur_tui.figure_words import value_with_unit
from concur_tui.formatting import NOT_MEASURED, counted
from concur_tui.widgets.harmless_text import harmless
from concur_workloads.api import (
    Activity,
    ControlBlock,
    Field,
    FieldReading,
    Frame,
    FrameLook,
    SeenState,
)

_COUNTED = {"times", "pages"}
_WHOSE = {
    "thread": "Each thread has its own",
    "process": "All threads share it",
    "common": "Processes with the same one share it",
}

#: Of these nothing more can be said than what the thread is at.
_TELL_ALL = (Activity.GIL, Activity.SLEEP, Activity.CHILD, Activity.STOPPED, Activity.ZOMBIE)

FRAMES_NOTE = "the innermost first; it was not stopped, so that one may be torn"


def value_text(reading: FieldReading) -> str:
    """The value with its unit; a dash where there is none."""
    value, unit = reading.value, reading.field.unit
    if value is None:
        return NOT_MEASURED
    if isinstance(value, str) or not unit:
        return harmless(str(value))
    if unit in _COUNTED:
        return counted(int(value), unit.removesuffix("s"))
    return value_with_unit(value, unit)


def about(field: Field) -> str:
    """What a field is, whose it is, and where it was read."""
    return f"{field.help} {_WHOSE[field.scope]}. From {field.source}."


def frame_lines(look: FrameLook, *, whole_paths: bool) -> list[str]:
    """A line for each frame, or why there are none; a path may be cut to its last two parts."""
    if not look.frames:
        return [f"none: {look.missing}"]
    width = max(len(each.function) for each in look.frames)
    return [
        harmless(f"{each.function:<{width}}  {_file(each, whole=whole_paths)}:{each.line}")
        for each in look.frames
    ]


def _file(frame: Frame, *, whole: bool) -> str:
    return frame.file if whole else "/".join(PurePath(frame.file).parts[-2:])


def state_words(state: SeenState) -> str:
    """What a thread was at, and if it was blocked, by what."""
    if state.activity is None:
        return "ended"
    if state.activity is Activity.ON_CPU:
        return "on CPU, or ready"
    if state.cause and state.activity not in _TELL_ALL:
        return f"blocked: {harmless(state.cause)}"
    return str(state.activity.value)


def clock(at_ns: int) -> str:
    """The time of day of a moment on CLOCK_MONOTONIC."""
    seen_s = time.time() - (time.monotonic_ns() - at_ns) / 1e9
    words = time.strftime("%H:%M:%S", time.localtime(seen_s))
    return f"{words}.{int(seen_s % 1 * 1000):03d}"


def relation(field: Field, one: ControlBlock, other: ControlBlock) -> str:
    """Whether two blocks have one and the same of a field, or each its own."""
    if field.scope == "process":
        return "shared" if one.pid == other.pid else "own"
    if field.scope == "common":
        value = one.value(field.name)
        return "shared" if value is not None and value == other.value(field.name) else "own"
    return "own"

"""A control block in words: its values with their units, and how two of them compare."""

from concur_tui.figure_words import value_with_unit
from concur_tui.formatting import NOT_MEASURED, count
from concur_tui.widgets.harmless_text import harmless
from concur_workloads.api import ControlBlock, Field, FieldReading

_COUNTED = {"times", "pages"}
_WHOSE = {
    "thread": "Each thread has its own",
    "process": "All threads share it",
    "common": "Processes with the same one share it",
}


def value_text(reading: FieldReading) -> str:
    """The value with its unit; a dash where there is none."""
    value, unit = reading.value, reading.field.unit
    if value is None:
        return NOT_MEASURED
    if isinstance(value, str) or not unit:
        return harmless(str(value))
    if unit in _COUNTED:
        return f"{count(int(value))} {unit}"
    return value_with_unit(value, unit)


def about(field: Field) -> str:
    """What a field is, whose it is, and where it was read."""
    return f"{field.help} {_WHOSE[field.scope]}. From {field.source}."


def relation(field: Field, one: ControlBlock, other: ControlBlock) -> str:
    """Whether two blocks have one and the same of a field, or each its own."""
    if field.scope == "process":
        return "shared" if one.pid == other.pid else "own"
    if field.scope == "common":
        value = one.value(field.name)
        return "shared" if value is not None and value == other.value(field.name) else "own"
    return "own"

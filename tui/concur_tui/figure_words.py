"""What tasks measured themselves, in words."""

import math
from collections.abc import Sequence

from concur_tui.formatting import byte_size, count, counted, seconds, significant
from concur_workloads.api import FigureReading


def value_with_unit(value: float, unit: str) -> str:
    """A value of a figure; times and sizes in the prefix that keeps them readable."""
    if unit == "s":
        return seconds(value)
    if unit in {"B", "B/s"}:
        return byte_size(value) + unit[1:]
    if not unit and math.isfinite(value) and value == int(value):
        return count(int(value))
    return f"{significant(value)} {unit}".rstrip()


def figures_sentence(readings: Sequence[FigureReading], missed_records: int) -> str:
    """The main value of each figure as a sentence; empty without any."""
    said = "; ".join(_main_value(each, missed_records) for each in readings)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _main_value(reading: FigureReading, missed_records: int) -> str:
    figure, measured = reading.figure, reading.measured
    if figure.summed:
        return f"{figure.name} {_sum(reading, missed_records)}"
    return f"{figure.name} {value_with_unit(measured.median, figure.unit)}"


def _sum(reading: FigureReading, missed_records: int) -> str:
    said = f"{value_with_unit(reading.measured.total, reading.figure.unit)} in all"
    return f"at least {said}" if missed_records else said


def all_of(reading: FigureReading, missed_records: int) -> tuple[str, ...]:
    """Everything that is known of one figure, part by part."""
    figure, measured = reading.figure, reading.measured
    low = value_with_unit(measured.lowest, figure.unit)
    high = value_with_unit(measured.highest, figure.unit)
    spread = f"{low} to {high} in {counted(measured.count, 'task')}"
    if figure.summed:
        return _sum(reading, missed_records), spread
    return f"median {value_with_unit(measured.median, figure.unit)}", spread

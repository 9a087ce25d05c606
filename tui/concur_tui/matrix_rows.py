"""The cells of a matrix in words, for the table in a shell and for that on the screen."""

from collections.abc import Sequence

from concur_tui.formatting import byte_size, seconds, significant
from concur_workloads.api import MatrixResult, MatrixRow

#: The heads of the columns; all but the first are aligned right.
HEADS = ("backend", "wall", "start-up", "dispatch", "speed-up", "95 % interval", "memory")


def cells(row: MatrixRow) -> tuple[str, ...]:
    """One for each of HEADS."""
    speedup = row.speedup
    interval = ""
    if speedup is not None and speedup.low is not None and speedup.high is not None:
        interval = f"{significant(speedup.low)} to {significant(speedup.high)}"
    return (
        row.title,
        seconds(row.wall_s),
        seconds(row.startup_s),
        seconds(row.dispatch_s),
        f"{significant(speedup.value)} x" if speedup else significant(None),
        interval,
        byte_size(row.peak_memory_bytes),
    )


def remark(row: MatrixRow) -> str:
    """What its figures do not say: why there are none, or that they do not count."""
    if row.status == "failed":
        return f"failed: {row.cause}"
    if row.status == "unavailable":
        return f"not available: {row.cause}"
    if row.status == "cancelled":
        return "cancelled" if row.result else "not begun"
    if row.agrees is False:
        return "its results DIFFER from those of the others"
    return ""


def agreement(result: MatrixResult) -> str:
    """Whether all did the same, in one sentence."""
    told = [row for row in result.rows if row.agrees is not None]
    if not told:
        return "No backend gave all results."
    if result.agree:
        return f"The results of all {len(told)} are equal." if len(told) > 1 else ""
    differing = ", ".join(row.title for row in told if not row.agrees)
    return f"Results DIFFER: {differing}. Figures of different results cannot be compared."


def memory_note(rows: Sequence[MatrixRow]) -> str:
    """What the memory column adds up."""
    origins = sorted({row.memory_origin for row in rows if row.memory_origin})
    if not origins:
        return ""
    return f"memory: the most {' or '.join(origins)} that runner and workers were seen to hold"

"""The cells of a matrix in words, for the table in a shell and for that on the screen."""

from collections.abc import Sequence

from concur_tui.formatting import byte_size, count, counted, seconds, significant
from concur_tui.trust_words import TRUST, trust_cell, trust_phrase, trust_sign
from concur_workloads.api import (
    NOTHING_SET,
    LintFinding,
    LintSettings,
    MatrixResult,
    MatrixRow,
    backend,
    findings,
)

#: The first is that of the mark, which needs none.
HEADS = (
    "",
    "backend",
    "start",
    "wall",
    "start-up",
    "dispatch",
    "speed-up",
    "95 % interval",
    "memory",
    TRUST,
    "found",
)
#: What stands before the others where rows are of several Pythons.
PYTHON_HEADS = ("python", "GIL")
#: Those of words; figures are aligned right.
LEFT = ("", *PYTHON_HEADS, "backend", "start", TRUST)
SPEEDUP, INTERVAL, FOUND = "speed-up", "95 % interval", "found"

_MARKS = {
    "waiting": "○",
    "running": "●",
    "completed": "■",
    "failed": "x",
    "cancelled": "x",
    "unavailable": "-",
}
_DIFFERS = "!"

#: What stands in place of the wall time where there is none.
_WORDS = {"waiting": "", "running": "running", "failed": "failed", "unavailable": "none"}


def cells(row: MatrixRow, lints: LintSettings = NOTHING_SET) -> dict[str, str]:
    """What stands under each head; where there are no figures, what became of the row."""
    status = "waiting" if row.status == "cancelled" and row.result is None else row.status
    texts = {
        "": _DIFFERS if row.agrees is False else _MARKS[status],
        "python": row.python,
        "GIL": _gil(row),
        "backend": row.backend,
        "start": row.start_method or "",
        "wall": _WORDS.get(status, "stopped"),
    }
    if row.result is not None:
        texts |= {"start-up": seconds(row.startup_s), "memory": byte_size(row.peak_memory_bytes)}
        if status == "completed":
            texts |= _figures(row) | {
                TRUST: trust_cell(row.trust),
                FOUND: count(len(found_in(row, lints))),
            }
    return {head: texts.get(head, "") for head in (*PYTHON_HEADS, *HEADS)}


def _gil(row: MatrixRow) -> str:
    if row.gil:
        return "one each" if backend(row.backend).capabilities.own_gil_per_worker else "on"
    return "" if row.gil is None else "off"


def _figures(row: MatrixRow) -> dict[str, str]:
    speedup = row.speedup
    interval = ""
    if speedup is not None and speedup.low is not None and speedup.high is not None:
        interval = f"{significant(speedup.low)} to {significant(speedup.high)}"
    return {
        "wall": seconds(row.wall_s),
        "dispatch": seconds(row.dispatch_s),
        SPEEDUP: significant(speedup.value) if speedup else "",
        INTERVAL: interval,
    }


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


def with_sign(row: MatrixRow, speedup: str) -> str:
    """The speed-up with the sign of how far it can be believed, for want of a column for that."""
    return f"{speedup} {trust_sign(row.trust) or ' '}"


def doubts(row: MatrixRow) -> str:
    """Why the figures of a row should not be believed; empty without a reason."""
    return trust_phrase(row.trust) if row.trust is not None and row.trust.reasons else ""


def found_in(row: MatrixRow, lints: LintSettings) -> Sequence[LintFinding]:
    """What lints that are not silenced found in its result."""
    return findings(row.result, lints) if row.result is not None else ()


def lint_names(row: MatrixRow, lints: LintSettings) -> str:
    """How many findings it has, and the names of their lints; empty without any."""
    found = found_in(row, lints)
    if not found:
        return ""
    return f"{counted(len(found), 'finding')}: {', '.join(each.lint for each in found)}"


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

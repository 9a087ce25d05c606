"""`concur-tui check`: every experiment at its smallest, its outcome verified."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from itertools import groupby

from concur_tui.command_line.carry_out import Forms, carry_out
from concur_tui.command_line.narration import Narration, Silence
from concur_tui.command_line.usage import UsageError
from concur_tui.formatting import count, counted, duration
from concur_tui.headless import run_check_headless
from concur_tui.specs.suggestion import spec_sentence
from concur_workloads.api import (
    CheckResult,
    CheckRow,
    CheckSnapshot,
    LogEntry,
    SpecError,
    check_csv,
    check_json,
    planned_checks,
)


def check(options: Namespace) -> int:
    """Run the rows that the options ask for, write the table, and return the exit code."""
    names = [name.strip() for name in options.backends.split(",")] if options.backends else []
    try:
        rows = planned_checks(options.workloads, names)
    except SpecError as error:
        raise UsageError(spec_sentence(error)) from None
    return carry_out(
        options,
        lambda narration: run_check_headless(rows, _CheckNarration(narration)),
        Forms(check_table, check_json, check_csv),
    )


class _CheckNarration:
    """Tells how far it is, and what is wrong as soon as it is found."""

    def __init__(self, told: Narration | Silence) -> None:
        self._told = told

    def log(self, entry: LogEntry) -> None:
        """What is wrong."""
        self._told.log(entry)

    def progress(self, snapshot: CheckSnapshot) -> None:
        """How far it is."""
        done = f"{count(snapshot.ended)} of {counted(snapshot.total, 'experiment')}"
        gone = f"{duration(snapshot.elapsed_s)} gone"
        self._told.show(" · ".join([done, f"{count(snapshot.wrong)} wrong", gone]))


def check_table(result: CheckResult) -> str:
    """A line for each workload, one for each outcome that is wrong, and what cannot be had here."""
    lines: list[str] = []
    family = ""
    for name, group in groupby(result.rows, lambda row: row.workload):
        rows = list(group)
        if rows[0].family != family:
            family = rows[0].family
            lines += ["", family] if lines else [family]
        lines += _workload_lines(name, rows)
    return "\n".join([*lines, "", *_unavailable(result.rows), _total(result)]) + "\n"


def _workload_lines(name: str, rows: Sequence[CheckRow]) -> Iterator[str]:
    right = [row.backend for row in rows if row.verdict == "right"]
    yield f"  {name:<22} {'right on ' + ', '.join(right) if right else 'right on none'}"
    for row in rows:
        if row.verdict not in {"right", "unavailable"}:
            cause = f": {row.cause}" if row.cause else ""
            yield f"  {'':<22} {row.verdict} on {row.backend}{cause}"


def _unavailable(rows: Sequence[CheckRow]) -> Iterator[str]:
    """Each reason once, with what it keeps from running."""
    kept: dict[str, list[CheckRow]] = {}
    for row in rows:
        if row.verdict == "unavailable":
            kept.setdefault(row.cause, []).append(row)
    for cause, group in kept.items():
        names = dict.fromkeys(row.backend for row in group)
        workloads = dict.fromkeys(row.workload for row in group)
        what = ", ".join(names if len(workloads) > len(names) else workloads)
        yield f"  not available: {what}: {cause}"
    if kept:
        yield ""


def _total(result: CheckResult) -> str:
    verdicts = [row.verdict for row in result.rows]
    right, wrong = verdicts.count("right"), verdicts.count("wrong")
    away, not_run = verdicts.count("unavailable"), len(verdicts) - right - wrong
    parts = [f"{count(right)} right", f"{count(wrong)} wrong", f"{count(away)} not available here"]
    if not_run > away:
        parts.append(f"{count(not_run - away)} not run")
    return f"{', '.join(parts)}, in {duration(result.took_s)}"

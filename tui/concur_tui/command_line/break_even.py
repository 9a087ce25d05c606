"""`concur-tui break-even`: from options to the smallest task at which each mechanism pays."""

from argparse import Namespace

from concur_tui.break_even_words import work_words
from concur_tui.command_line.break_even_table import break_even_table
from concur_tui.command_line.carry_out import Forms, carry_out
from concur_tui.command_line.narration import Narration, Silence, progress_text
from concur_tui.command_line.spec_from_options import names_in
from concur_tui.command_line.usage import UsageError
from concur_tui.formatting import counted, duration, seconds
from concur_tui.headless import run_break_even_headless
from concur_tui.specs.suggestion import spec_sentence
from concur_workloads.api import (
    OPTIONS,
    QUICK,
    THOROUGH,
    BreakEvenPlan,
    BreakEvenSnapshot,
    LogEntry,
    SpecError,
    break_even_csv,
    break_even_json,
    planned_break_even,
    usable_cpus,
)

#: Lines of the experiments that are not told: each point has a line of its own.
_ROUTINE = ("debug", "info")

_FORMS = Forms(break_even_table, break_even_json, break_even_csv)


def break_even(options: Namespace) -> int:
    """Search as the options ask, write the table, and return the exit code."""
    plan = _plan(options)
    return carry_out(
        options,
        lambda narration: run_break_even_headless(plan, _BreakEvenNarration(narration)),
        _FORMS,
    )


def _plan(options: Namespace) -> BreakEvenPlan:
    try:
        given = OPTIONS["workers"].parse(options.workers) if options.workers is not None else None
        return planned_break_even(
            max(2, usable_cpus().count) if given is None else int(given),
            effort=QUICK if options.quick else THOROUGH,
            works=names_in(options.work),
            names=names_in(options.backends),
            start_methods=names_in(options.start_methods),
            interpreter=options.python,
        )
    except SpecError as error:
        raise UsageError(spec_sentence(error)) from None


class _BreakEvenNarration:
    """Tells how the points go, and of each how it ended."""

    def __init__(self, told: Narration | Silence) -> None:
        self._told = told

    def log(self, entry: LogEntry) -> None:
        """A line, unless the table says it."""
        if entry.source == "break-even" or entry.level not in _ROUTINE:
            self._told.log(entry)

    def progress(self, snapshot: BreakEvenSnapshot) -> None:
        """Which point it is at, and how that goes."""
        parts = [f"{counted(snapshot.measured, 'point')} measured"]
        if snapshot.current is None or snapshot.size_s is None:
            parts.append("measuring how long a task takes")
        else:
            line = snapshot.lines[snapshot.current]
            parts += [line.title, work_words(line.work), f"tasks of {seconds(snapshot.size_s)}"]
        if snapshot.run is not None:
            parts.append(progress_text(snapshot.run))
        parts.append(f"{duration(snapshot.elapsed_s)} of at most {duration(snapshot.limit_s)}")
        self._told.show(" · ".join(parts))

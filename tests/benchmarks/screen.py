"""Whether a run takes as long with the workbench on a screen as without it."""

import re
from collections.abc import Iterator

from benchmarks.in_turns import in_turns
from benchmarks.our_times import our_run
from benchmarks.programs import COLUMNS, ROWS
from benchmarks.row import Row, Target, compared
from support.pty_terminal import PtyTerminal
from support.real_workbench import ENDED, choose_backend, leave_field, workbench

#: What the workbench offers at first.
_WORKLOAD, _WORKERS = "sum-of-squares", 2

#: Not what the form offers: once it shows this, it has taken what was typed.
_TASKS, _QUICK_TASKS = 12, 2

#: In the form, how many fields below the backend the number of tasks is.
_BACKENDS = {"threading.Thread": 2, "multiprocessing.Process": 3}
_SECONDS = {"s": 1.0, "ms": 1e-3}
_LONGEST_RUN_S = 120

#: Runs of the same kind differ by as much.
_LIMIT = 1.05


def measure(*, quick: bool) -> Iterator[Row]:
    """The median pass of one experiment, run both ways in turns."""
    for backend in ("threading.Thread",) if quick else _BACKENDS:
        yield _row(backend, tasks=_QUICK_TASKS if quick else _TASKS, pairs=1 if quick else 5)


def _row(backend: str, tasks: int, pairs: int) -> Row:
    def with_screen() -> float:
        return _on_screen(backend, tasks)

    def without_screen() -> float:
        result = our_run(_WORKLOAD, backend=backend, workers=_WORKERS, tasks=tasks, baseline=True)
        assert result.wall_s is not None
        return result.wall_s

    ours, other = in_turns(with_screen, without_screen, pairs)
    return compared(
        "with a screen",
        backend,
        "s",
        ours,
        "without a screen",
        other,
        Target(_LIMIT, "ratio"),
    )


def _on_screen(backend: str, tasks: int) -> float:
    """What the table of results shows for the only run in it, in seconds."""
    row = re.compile(rf"{_WORKLOAD} +{re.escape(backend)} x {_WORKERS} .*? ([\d.]+) (ms|s) ")
    with workbench(PtyTerminal, columns=COLUMNS, rows=ROWS) as terminal:
        choose_backend(terminal, backend)
        terminal.press(*["tab"] * _BACKENDS[backend])
        terminal.type(str(tasks))
        terminal.wait_for(f"--tasks {tasks} ")
        leave_field(terminal)
        terminal.press("r")
        terminal.wait_for(ENDED, timeout=_LONGEST_RUN_S)
        found = row.search(terminal.wait_for(row))
        assert found is not None
        return float(found[1]) * _SECONDS[found[2]]

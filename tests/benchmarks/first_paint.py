"""From the start of the program to its first screen, beside an empty Textual program."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import workbench_program
from benchmarks.effort import Effort
from benchmarks.measured import Measured, Target
from benchmarks.timed_terminal import TimedTerminal
from benchmarks.workbench_program import CTRL_Q
from support.emulator import Emulator

_EMPTY = [sys.executable, str(Path(__file__).with_name("empty_app.py"))]


def measure(effort: Effort) -> Iterator[Measured]:
    """Starts in turns, after one of each that warms the caches."""
    _milliseconds(workbench_program.COMMAND, workbench_program.is_ready)
    _milliseconds(_EMPTY, _is_painted)
    ours: list[float] = []
    empty: list[float] = []
    for pair in range(effort.starts):
        for is_ours in (True, False) if pair % 2 == 0 else (False, True):
            if is_ours:
                ours.append(_milliseconds(workbench_program.COMMAND, workbench_program.is_ready))
            else:
                empty.append(_milliseconds(_EMPTY, _is_painted))
    yield Measured(
        "start",
        "exec to first paint, all panes",
        "ms",
        ours,
        beside="empty Textual app",
        beside_values=empty,
        target=Target(1.5, of="ratio"),
    )


def _is_painted(emulator: Emulator) -> bool:
    return "painted" in emulator.text()


def _milliseconds(argv: Sequence[str], shown: Callable[[Emulator], bool]) -> float:
    with TimedTerminal(argv) as terminal:
        painted_ns = terminal.until(shown)
        terminal.write(CTRL_Q)
        return (painted_ns - terminal.began_ns) / 1e6

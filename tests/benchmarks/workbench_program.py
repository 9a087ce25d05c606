"""The workbench in a timed terminal: how it is started, and brought to where it is measured."""

import sys

from benchmarks.timed_terminal import TimedTerminal
from support.emulator import Emulator

COMMAND = [sys.executable, "-m", "concur_tui"]
CTRL_Q, ESCAPE, TAB, RIGHT = "\x11", "\x1b", "\t", "\x1b[C"
_BACKENDS_TO_PROCESSES = 2


def is_ready(emulator: Emulator) -> bool:
    """Whether the workbench is painted whole, down to its key line."""
    rows = emulator.text().splitlines()
    return "Nothing has run yet" in emulator.text() and " r run" in rows[-1]


def is_working(emulator: Emulator) -> bool:
    """Whether the tasks of a run are under way."""
    return "backend pass 1" in emulator.text()


def start_endless_run(terminal: TimedTerminal, workers: int) -> None:
    """Run the sum of squares on processes, with no end and no serial passes."""
    terminal.write("e" + RIGHT * _BACKENDS_TO_PROCESSES + TAB * 2 + str(workers))
    terminal.write(TAB + "100000" + TAB * 5 + RIGHT)
    terminal.until(lambda emulator: "--no-baseline" in emulator.text())
    terminal.write("r")
    terminal.until(is_working)


def quit_run(terminal: TimedTerminal) -> None:
    """Leave, and say yes to ending the run."""
    terminal.write(CTRL_Q)
    terminal.until(lambda emulator: "Stop the run and quit?" in emulator.text())
    terminal.write("q")

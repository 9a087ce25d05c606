"""The programs that are compared on a screen, and the workbench in the middle of a long run."""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.empty_app import WORD
from support.pty_terminal import PtyTerminal
from support.real_workbench import PROGRAM, READY, choose_backend, workbench

COLUMNS, ROWS = 120, 40

WORKBENCH = (tuple(PROGRAM), READY)
EMPTY_APP = ((sys.executable, str(Path(__file__).with_name("empty_app.py"))), WORD)

#: More than any benchmark waits for.
_ENDLESS_TASKS = 1_000_000


class StampedTerminal(PtyTerminal):
    """A terminal that tells when it last showed something, in seconds of the monotonic clock."""

    shown_at_s = 0.0

    def _note_output(self, size: int) -> None:
        self.shown_at_s = time.monotonic()
        super()._note_output(size)


@contextmanager
def busy_workbench(workers: int, env: Mapping[str, str] | None = None) -> Iterator[StampedTerminal]:
    """The workbench while `workers` processes add up squares, until the block is left."""
    with workbench(StampedTerminal, columns=COLUMNS, rows=ROWS, env=env) as terminal:
        choose_backend(terminal, "multiprocessing.Process")
        terminal.press("tab", "tab")
        terminal.type(str(workers))
        terminal.press("tab")
        terminal.type(str(_ENDLESS_TASKS))
        terminal.press("tab", "tab", "tab", "tab", "tab", "right")
        terminal.wait_for("--no-baseline")
        terminal.press("r")
        terminal.wait_for("backend pass 1", timeout=60)
        yield terminal

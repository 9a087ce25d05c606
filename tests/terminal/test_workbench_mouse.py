"""The mouse does what the keys do."""

import pytest

from support.pty_terminal import PtyTerminal
from support.real_workbench import RUNNING, workbench

pytestmark = pytest.mark.terminal


def click(terminal: PtyTerminal, words: str) -> None:
    """Click on the first place on the screen that shows `words`."""
    rows = terminal.wait_for(words).splitlines()
    y = next(y for y, row in enumerate(rows, 1) if words in row)
    x = rows[y - 1].index(words) + 2
    terminal.type(f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m")


def test_a_run_is_picked_started_and_left_by_clicks() -> None:
    with workbench(PtyTerminal) as terminal:
        click(terminal, "primes")
        terminal.wait_for("concur-tui run primes")
        click(terminal, " r run")
        terminal.wait_for(RUNNING)
        click(terminal, " q quit")
        click(terminal, "Stop and quit")
        assert terminal.wait_for_exit() == 0

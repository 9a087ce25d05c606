"""Sizes of the terminal, and changes of them in the middle of a run."""

import re
from functools import partial

import pytest

from support.pty_terminal import PtyTerminal
from support.real_workbench import PROGRAM, READY, RUNNING, choose_backend, default_run, workbench

pytestmark = pytest.mark.terminal

TOO_SMALL = "The workbench needs 80 columns and 24 rows"


def is_full_size(screen: str, columns: int, rows: int) -> bool:
    """Whether frames reach the right edge and the key line the last row."""
    lines = screen.splitlines()
    return (
        len(lines) == rows
        and max(map(len, lines)) == columns
        and lines[-1].startswith(" r run")
        and TOO_SMALL not in screen
    )


def test_a_run_from_start_to_end_at_80_by_24() -> None:
    with workbench(PtyTerminal, columns=80, rows=24) as terminal:
        terminal.press("w")
        terminal.wait_for("1 Workloads")
        terminal.press("escape")
        terminal.wait_for(lambda screen: "1 Workloads" not in screen)
        choose_backend(terminal, "ThreadPoolExecutor")
        terminal.press("tab", "tab")
        terminal.type("2")
        terminal.wait_for("--tasks 2")
        terminal.press("enter")
        terminal.wait_for(RUNNING)
        screen = terminal.wait_for("■ completed")
        assert "3 Resources" in screen
        assert "speed-up" in screen
        terminal.press("5")
        terminal.wait_for(re.compile(r"sum-of-squares +ThreadPoolExecutor x \d"))
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


def test_below_80_by_24_a_sentence_says_what_is_needed() -> None:
    with PtyTerminal(PROGRAM, columns=79, rows=24) as terminal:
        terminal.wait_for(TOO_SMALL)


def test_a_terminal_made_too_small_gets_a_sentence_and_all_back() -> None:
    with workbench(PtyTerminal) as terminal:
        for columns, rows in [(79, 40), (120, 23), (20, 5)]:
            terminal.resize(columns, rows)
            terminal.wait_for("The workbench")
            terminal.resize(1, 1)
            terminal.resize(100, 30)
            terminal.wait_for(partial(is_full_size, columns=100, rows=30))
            terminal.wait_for(READY)


def test_a_run_goes_on_through_changes_of_size() -> None:
    with default_run("multiprocessing.Process") as terminal:
        for columns, rows in [(80, 24), (200, 50), (60, 15), (90, 36), (120, 40)]:
            terminal.resize(columns, rows)
            if columns < 80:
                terminal.wait_for("Enlarge it")
            else:
                terminal.wait_for(partial(is_full_size, columns=columns, rows=rows))
                terminal.wait_for(lambda screen: RUNNING in screen.splitlines()[0])
        terminal.press("s")
        screen = terminal.wait_for("■ cancelled")
        assert is_full_size(screen, 120, 40)

"""Sending changed cells only gives the same screen, cell by cell, as sending all."""

import re

import pytest

from support.pty_terminal import PtyTerminal
from support.real_workbench import READY, default_run, workbench

pytestmark = pytest.mark.terminal

#: In the order in which the key goes through them, from the first to the first.
THEMES = ["projector-light", "high-contrast", "concur-dark"]


def see_the_help(terminal: PtyTerminal) -> None:
    terminal.press("?")
    terminal.wait_for("Esc closes")
    terminal.press("escape")
    terminal.wait_for(lambda screen: "Esc closes" not in screen)


def play(terminal: PtyTerminal) -> None:
    """Go all over the workbench, and leave it where nothing moves."""
    terminal.type("/sha")
    terminal.wait_for("releases the GIL")
    terminal.press("enter", "enter", "tab")
    terminal.type("7")
    terminal.wait_for("--workers 7")
    terminal.press("escape")
    terminal.wait_for(lambda screen: " r run" in screen.splitlines()[-1])
    see_the_help(terminal)
    terminal.press("ctrl+p")
    terminal.wait_for("Search for commands")
    terminal.type("them")
    terminal.wait_for("All themes")
    terminal.press("escape")
    terminal.wait_for(lambda screen: "All themes" not in screen)
    terminal.press("m")
    terminal.wait_for(lambda screen: READY not in screen)
    terminal.press("m")
    terminal.wait_for(READY)
    terminal.press("t")
    terminal.wait_for("Theme")
    terminal.resize(100, 30)
    terminal.wait_for(lambda screen: READY in screen and "Theme" not in screen)


def test_a_session_ends_on_the_same_cells_with_the_switch_on_and_off() -> None:
    with (
        workbench(PtyTerminal, env={"CONCUR_TUI_CELL_DIFF": "1"}) as changed,
        workbench(PtyTerminal, env={"CONCUR_TUI_CELL_DIFF": "0"}) as everything,
    ):
        play(everything)
        play(changed)
        changed.wait_for(lambda _: changed.cells() == everything.cells())
        assert changed.bytes_written < everything.bytes_written


def test_after_a_run_the_screen_is_what_a_full_repaint_shows() -> None:
    with default_run("threading.Thread") as terminal:
        terminal.wait_for("backend pass 1", timeout=40)
        terminal.press("s")
        terminal.wait_for("■ cancelled")
        terminal.wait_for(re.compile(r"pass \d: cancelled in"))
        see_the_help(terminal)
        drawn = terminal.cells()
        # A theme changes the colours of every cell, so that once round all have been sent anew.
        for theme in THEMES:
            terminal.press("t")
            terminal.wait_for(theme)
        terminal.wait_for(lambda _: terminal.cells() == drawn)

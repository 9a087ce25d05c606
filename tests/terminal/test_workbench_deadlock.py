"""A deadlock in a real terminal: it shows who waits for whom, and a key gets the run on again."""

import re

import pytest

from support.pty_terminal import PtyTerminal
from support.real_workbench import ENDED, workbench

pytestmark = pytest.mark.terminal


def test_philosophers_who_wait_for_each_other_are_told_and_freed_by_a_key() -> None:
    with workbench(PtyTerminal) as terminal:
        terminal.type("/philosophers")
        terminal.press("enter")
        terminal.wait_for("concur-tui run dining-philosophers")
        terminal.wait_for(lambda screen: " r run" in screen.splitlines()[-1])
        terminal.press("r")
        screen = terminal.wait_for("b break")
        assert "Deadlock: worker 1 holds fork 1 and waits for fork 2" in screen
        # What the kernel says of a philosopher. Philosophers try again after some time.
        terminal.press("d")
        terminal.wait_for(re.compile(r"waits for +(a lock|time to pass)"))
        terminal.press("escape")
        terminal.wait_for("b break")
        terminal.press("b")
        terminal.wait_for("worker 1 was told to give up what it waits for")
        terminal.wait_for(re.compile(r"[1-9]\d* of 20 tasks"))
        terminal.press("s")
        terminal.wait_for(f"{ENDED}cancelled")

"""Ctrl+Z gives the shell back; the run goes on meanwhile, and `fg` shows what became of it."""

import shlex
import time

import psutil
import pytest

from support.processes import Census, descendants_of, wait_for_an_end
from support.pty_terminal import PtyTerminal
from support.real_workbench import PROGRAM, READY, RUNNING

pytestmark = pytest.mark.terminal

SHELL = ["/bin/sh", "-i"]


def cpu_s(processes: list[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def wait_until_they_work(processes: list[psutil.Process], seconds: float, limit_s: float) -> None:
    """Wait until `processes` have used so many more seconds of CPU."""
    before, limit = cpu_s(processes), time.monotonic() + limit_s
    while cpu_s(processes) < before + seconds:
        assert time.monotonic() < limit, f"{processes} do not work"
        wait_for_an_end(processes, timeout_s=0.05)


def test_a_suspended_run_goes_on_and_is_shown_again(family: Census) -> None:
    with PtyTerminal(SHELL, env={"PS1": "$ ", "ENV": ""}) as terminal:
        terminal.wait_for("$")
        terminal.type(f"{shlex.join(PROGRAM)}\n")
        terminal.wait_for(READY)
        terminal.press("e", "tab", "tab")
        terminal.type("500")
        terminal.press("enter")
        terminal.wait_for("pass 1 of 3")
        terminal.press("ctrl+z")
        terminal.wait_for("Stopped")
        assert not terminal.alternate_screen
        assert terminal.echoes

        workbench = psutil.Process(terminal.pid).children()[0]
        assert workbench.status() == psutil.STATUS_STOPPED
        wait_until_they_work(descendants_of(workbench.pid), seconds=0.2, limit_s=20)

        terminal.type("fg\n")
        screen = terminal.wait_for(RUNNING)
        assert "1 Workloads" in screen
        assert terminal.alternate_screen
        terminal.press("escape")
        terminal.wait_for(" s stop")
        terminal.press("s")
        terminal.wait_for("■ cancelled")
        terminal.press("q")
        terminal.wait_for(lambda screen: screen.rstrip().endswith("$"))
        terminal.type("exit\n")
        assert terminal.wait_for_exit() == 0

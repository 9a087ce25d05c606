"""By keyboard alone: threads take turns, processes run in parallel, a worker is killed."""

import re

import pytest

from concur_workloads.api import usable_cpus
from support.processes import Census, assert_no_process_left
from support.pty_terminal import PtyTerminal
from support.real_workbench import (
    ENDED,
    READY,
    RUNNING,
    backend_shown,
    choose_backend,
    columns_busy_together,
    columns_on_cpu_together,
    leave_field,
    others_take_the_cpus,
    verdict,
    workbench,
)
from support.terminal import Terminal
from support.tmux_terminal import TMUX, TmuxTerminal

needs_tmux = pytest.mark.skipif(TMUX is None, reason="tmux is not installed")
needs_two_cpus = pytest.mark.skipif(
    usable_cpus().count < 2, reason="on one CPU processes take turns as well"
)

pytestmark = pytest.mark.terminal

#: The last run would take minutes; it is stopped once it has shown what it is for.
ENDLESS_TASKS = "5000"


def pick_sum_of_squares(terminal: Terminal) -> None:
    terminal.type("/squ")
    terminal.wait_for(
        lambda screen: "sum of squares" in screen and "loopback requests" not in screen
    )
    terminal.press("enter", "enter")
    terminal.wait_for(backend_shown("threading.Thread"))


def configure_two_workers(terminal: Terminal) -> None:
    choose_backend(terminal, "serial")
    terminal.press("right")
    terminal.wait_for("--backend threading.Thread")
    terminal.press("tab")
    terminal.type("2")
    terminal.press("tab")
    terminal.type("20")
    terminal.press("tab", "tab", "tab", "tab")
    terminal.type("1")
    terminal.wait_for(re.compile(r"--workers[ │]*\n?.*2 --tasks 20 --repeats[ │]*\n?.*1 "))


def see_threads_take_turns(terminal: Terminal) -> None:
    leave_field(terminal)
    terminal.press("r")
    terminal.wait_for("backend pass 1", timeout=40)
    terminal.press("3", "down", "k")
    terminal.wait_for("A worker of threading.Thread cannot be killed")
    screen = terminal.wait_for("usable.", timeout=40)
    assert f"{ENDED}completed" in screen
    sentence = verdict(screen)
    together = re.search(
        r"the 2 threads (took turns|mostly waited|did not fill one CPU), .*together ([\d.]+) CPUs",
        sentence,
    )
    assert together, sentence
    # On a crowded machine they wait for a CPU as well, but two are never on one at once.
    assert float(together[2]) <= 1.15
    # Rounded, 0.85 may be either.
    assert together[1] == "took turns" or float(together[2]) <= 0.85
    assert columns_busy_together(screen) >= 5, screen
    # A cell in which one has ended and the other goes on alone may count as both.
    assert columns_on_cpu_together(screen) <= 1, screen


def see_processes_run_in_parallel(terminal: Terminal) -> None:
    choose_backend(terminal, "multiprocessing.Process")
    terminal.press("r")
    terminal.wait_for("multiprocessing.Process (fork) x 2")
    screen = terminal.wait_for(f"{ENDED}completed", timeout=40)
    assert re.search(r"multiprocessing\.Process x 2 +fork +[\d.]+ .?s +\d\.\d\d", screen), screen


def see_a_worker_killed(terminal: Terminal) -> None:
    terminal.press("e", "tab", "tab", "tab")
    terminal.type(ENDLESS_TASKS)
    terminal.press("tab", "tab", "tab", "tab", "tab", "right")
    terminal.wait_for("--no-baseline")
    terminal.press("r")
    terminal.wait_for(RUNNING)
    terminal.wait_for(parallel_as_far_as_possible, timeout=60)
    terminal.press("3", "down", "k")
    terminal.wait_for("Kill worker 2?")
    terminal.press("k")
    screen = terminal.wait_for(re.compile(r"worker 2 \(process \d+\) was ended by SIGKILL"))
    assert RUNNING in screen
    terminal.press("s")
    # One that is killed just between two tasks takes none along: what it had is handed out again.
    screen = terminal.wait_for(re.compile(f"{ENDED}(failed|cancelled)"))
    lost, kept = r"in worker 2: its process \(\d+\) was", r"of worker 2 (is|are) handed out again"
    assert re.search(f"{lost}|{kept}", screen), screen


def parallel_as_far_as_possible(screen: str) -> bool:
    """Two lanes full at once; on a machine that others keep busy, tasks under way at once."""
    if others_take_the_cpus(screen):
        return columns_busy_together(screen) >= 25
    return columns_on_cpu_together(screen) >= 3


@pytest.mark.slow
@needs_two_cpus
@pytest.mark.parametrize("kind", [PtyTerminal, pytest.param(TmuxTerminal, marks=needs_tmux)])
def test_two_runs_are_compared_and_a_worker_is_killed(
    kind: type[PtyTerminal | TmuxTerminal], family: Census
) -> None:
    with workbench(kind) as terminal:
        pick_sum_of_squares(terminal)
        configure_two_workers(terminal)
        see_threads_take_turns(terminal)
        see_processes_run_in_parallel(terminal)
        see_a_worker_killed(terminal)

        screen = terminal.screen_text()
        assert READY not in screen
        assert len(re.findall(r"│[ +~!] sum-of-squares +\w+\.\w+ x 2 ", screen)) == 3, screen

        terminal.press("q")
        assert terminal.wait_for_exit() == 0
    assert_no_process_left(family, within_s=3)

"""However the workbench ends during a run, it leaves no process and a sane terminal."""

import signal

import pytest

from support.processes import Census, assert_no_process_left
from support.pty_terminal import PtyTerminal
from support.real_workbench import RUNNING, default_run

pytestmark = pytest.mark.terminal

BACKENDS = ["threading.Thread", "multiprocessing.Process"]
LIMIT_S = 3.0
_SHOW_CURSOR = 25
_MOUSE = {1000, 1002, 1003, 1006, 1015}


def assert_terminal_restored(terminal: PtyTerminal) -> None:
    assert not terminal.alternate_screen
    assert terminal.echoes
    assert _SHOW_CURSOR in terminal.private_modes
    assert not _MOUSE & terminal.private_modes


def assert_runs(family: Census) -> None:
    """The workbench and two runners, at least, so that there is something to leave behind."""
    assert len(family()) >= 3


@pytest.mark.parametrize(
    ("number", "backend"),
    [
        (signal.SIGTERM, "threading.Thread"),
        (signal.SIGTERM, "multiprocessing.Process"),
        (signal.SIGHUP, "multiprocessing.Process"),
        (signal.SIGINT, "threading.Thread"),
    ],
)
def test_a_signal_ends_all_and_restores_the_terminal(
    number: signal.Signals, backend: str, family: Census
) -> None:
    with default_run(backend) as terminal:
        assert_runs(family)
        terminal.kill(number)
        assert_no_process_left(family, within_s=LIMIT_S)
        assert terminal.wait_for_exit() == 128 + number
        assert_terminal_restored(terminal)


@pytest.mark.parametrize("backend", BACKENDS)
def test_sigkill_leaves_no_process(backend: str, family: Census) -> None:
    with default_run(backend) as terminal:
        assert_runs(family)
        terminal.kill(signal.SIGKILL)
        assert_no_process_left(family, within_s=LIMIT_S)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_closed_terminal_ends_all(backend: str, family: Census) -> None:
    with default_run(backend) as terminal:
        assert_runs(family)
        terminal.close_terminal()
        assert_no_process_left(family, within_s=LIMIT_S)
        assert terminal.wait_for_exit() == 128 + signal.SIGHUP


def test_the_key_ctrl_c_does_not_end_a_run_and_says_what_quits(family: Census) -> None:
    with default_run("threading.Thread") as terminal:
        terminal.press("ctrl+c")
        screen = terminal.wait_for("Press q to quit")
        assert RUNNING in screen
        assert_runs(family)


@pytest.mark.parametrize("backend", BACKENDS)
def test_q_asks_during_a_run_and_then_leaves_nothing(backend: str, family: Census) -> None:
    with default_run(backend) as terminal:
        terminal.press("q")
        terminal.wait_for("Stop the run and quit?")
        terminal.press("escape")
        screen = terminal.wait_for(lambda screen: "Stop the run and quit?" not in screen)
        assert RUNNING in screen
        terminal.press("q")
        terminal.wait_for("Stop the run and quit?")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
        assert_no_process_left(family, within_s=LIMIT_S)
        assert_terminal_restored(terminal)

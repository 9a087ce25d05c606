"""However the workbench ends, no process of a run is left, and the terminal is as it was."""

import signal

import pytest

from support.processes import Census, assert_no_process_left
from support.real_workbench import default_run

pytestmark = [pytest.mark.faults, pytest.mark.terminal, pytest.mark.slow]

BACKENDS = ["threading.Thread", "multiprocessing.Process"]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_ends_everything(name: str, backend: str, family: Census) -> None:
    number = getattr(signal, name)
    with default_run(backend) as terminal:
        assert family()
        terminal.kill(number)
        assert terminal.wait_for_exit() == 128 + number
        assert_no_process_left(family, within_s=3)
        assert not terminal.alternate_screen
        assert terminal.echoes


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_killed_workbench_leaves_no_process(backend: str, family: Census) -> None:
    with default_run(backend) as terminal:
        terminal.kill(signal.SIGKILL)
        terminal.wait_for_exit()
        assert_no_process_left(family, within_s=3)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_closed_terminal_ends_everything(backend: str, family: Census) -> None:
    with default_run(backend) as terminal:
        terminal.close_terminal()
        terminal.wait_for_exit()
        assert_no_process_left(family, within_s=3)


@pytest.mark.parametrize("backend", BACKENDS)
def test_quitting_during_a_run_leaves_no_process(backend: str, family: Census) -> None:
    with default_run(backend) as terminal:
        terminal.press("q")
        terminal.wait_for("Stop the run and quit?")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
        assert_no_process_left(family, within_s=3)
        assert not terminal.alternate_screen

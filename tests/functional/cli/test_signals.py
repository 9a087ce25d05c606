"""A run without a screen that is interrupted: how it ends, what it says, and what it leaves."""

import json
import signal

import pytest

from support.command_line import PROGRAM, started, wait_for_line

_RUN = ["run", "print-numbers", "--workers", "2", "--no-baseline", "--warm-up", "0", "--json"]
_LONG_TASKS = [*_RUN, *["--tasks", "64", "--set", "numbers=100000", "--set", "pause_s=0.05"]]
_SHORT_TASKS = [*_RUN, *["--tasks", "1000", "--set", "numbers=2", "--set", "pause_s=0.05"]]
_BACKENDS = ("threads", "processes")


@pytest.mark.faults
@pytest.mark.parametrize("backend", _BACKENDS)
def test_ctrl_c_lets_tasks_under_way_end_and_reports(backend: str) -> None:
    with started(*PROGRAM, *_SHORT_TASKS, "--backend", backend) as process:
        wait_for_line(process, "stdout: 1")
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate()
    assert process.returncode == 130
    result = json.loads(output)["result"]
    assert result["status"] == "cancelled"
    assert result["failures_in_all"] == 0
    assert result["verdict"].startswith("Cancelled: ")


@pytest.mark.faults
@pytest.mark.parametrize("backend", _BACKENDS)
def test_ctrl_c_again_does_not_wait_for_them(backend: str) -> None:
    with started(*PROGRAM, *_LONG_TASKS, "--backend", backend) as process:
        wait_for_line(process, "stdout: 1")
        process.send_signal(signal.SIGINT)
        wait_for_line(process, "stdout: ")
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=10)
    assert process.returncode == 130
    assert json.loads(output)["result"]["status"] == "cancelled"


@pytest.mark.faults
@pytest.mark.parametrize("backend", _BACKENDS)
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_deadly_signals_end_everything_at_once(backend: str, name: str) -> None:
    with started(*PROGRAM, *_LONG_TASKS, "--backend", backend) as process:
        wait_for_line(process, "stdout: 1")
        process.send_signal(signal.Signals[name])
        output, errors = process.communicate(timeout=10)
    assert process.returncode == 128 + signal.Signals[name]
    assert output == ""
    assert "Traceback" not in errors


@pytest.mark.faults
@pytest.mark.parametrize("backend", _BACKENDS)
def test_sigkill_leaves_no_process(backend: str) -> None:
    with started(*PROGRAM, *_LONG_TASKS, "--backend", backend) as process:
        wait_for_line(process, "stdout: 1")
        process.kill()
        process.wait()


@pytest.mark.faults
def test_under_nohup_a_hang_up_is_survived() -> None:
    few = ["--tasks", "2", "--set", "numbers=20", "--set", "pause_s=0.02", "--repeats", "1"]
    with started("nohup", *PROGRAM, *_RUN, *few) as process:
        wait_for_line(process, "stdout: 1")
        process.send_signal(signal.SIGHUP)
        output, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert json.loads(output)["result"]["status"] == "completed"

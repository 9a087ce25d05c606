"""The process that ends what a killed program leaves: there while a run is on, and only then."""

import os
import signal
import sys
from pathlib import Path

import psutil
import pytest

from concur_workloads.isolation import RUN_VARIABLE
from concur_workloads.process_sweep import GUARDIAN
from support.command_line import started
from support.experiments import Mechanism, Watched, watched
from support.processes import descendants_of, is_alive, wait_for_an_end

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs descriptors of ends"),
]

_NAME = GUARDIAN.decode()
_THREADS = Mechanism("threading.Thread", None)
_SPEC = {"parameters": {"seconds": 0.01}, "tasks": 100}
_ENDLESS = str(Path(__file__).with_name("endless_program.py"))


def _guardian_of(runner: int) -> psutil.Process:
    named = [each for each in psutil.process_iter(["name"]) if each.info["name"] == _NAME]
    name = _run_of(psutil.Process(runner))
    (found,) = [each for each in named if is_alive(each) and _run_of(each) == name]
    return found


def _run_of(process: psutil.Process) -> str:
    """Nothing for one of another test's run, which may end at any moment."""
    try:
        return process.environ().get(RUN_VARIABLE, "")
    except psutil.Error:
        return ""


async def _guarded(run: Watched) -> tuple[int, psutil.Process]:
    """The runner and its guardian, once tasks are under way."""
    await run.until(lambda look: look.done > 3)
    (runner,) = run.experiment.pids
    return runner, _guardian_of(runner)


async def test_it_costs_next_to_nothing_and_is_nobodys_child() -> None:
    async with watched(_THREADS.spec("sleep", **_SPEC)) as run:
        runner, guardian = await _guarded(run)
        assert descendants_of(runner) == []
        assert os.getsid(guardian.pid) == guardian.pid
        before = guardian.cpu_times()
        await run.until(lambda look: look.done > 80)
        assert guardian.cpu_times() == before
        assert guardian.memory_full_info().uss < 8 << 20
        assert (await run.result()).status == "completed"
    wait_for_an_end([guardian], 2)
    assert not is_alive(guardian)


async def test_it_goes_when_the_runner_is_killed() -> None:
    async with watched(_THREADS.spec("sleep", **_SPEC)) as run:
        runner, guardian = await _guarded(run)
        os.kill(runner, signal.SIGKILL)
        assert (await run.result()).status == "failed"
    wait_for_an_end([guardian], 2)
    assert not is_alive(guardian)


async def test_a_run_goes_on_without_it() -> None:
    async with watched(_THREADS.spec("sleep", **_SPEC)) as run:
        _, guardian = await _guarded(run)
        guardian.kill()
        wait_for_an_end([guardian], 2)
        assert (await run.result()).status == "completed"


def test_it_ends_what_is_left_when_program_and_runner_are_both_killed() -> None:
    with started(sys.executable, _ENDLESS, "fork-session", "threading.Thread") as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "under way\n"
        (runner,) = [each for each in descendants_of(program.pid) if each.ppid() == program.pid]
        # A program that is stopped does not see the end of its runner.
        program.send_signal(signal.SIGSTOP)
        runner.kill()
        wait_for_an_end([runner], 2)
        program.kill()
        program.communicate(timeout=10)

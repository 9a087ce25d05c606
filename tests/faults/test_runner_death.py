"""The runner itself dies or stops: the program says so, keeps what is known, and leaves nothing."""

import os
import signal
import sys
import time

import psutil
import pytest

from concur_workloads.isolation import RUN_VARIABLE
from support.experiments import MECHANISMS, Mechanism, busy_lanes, lanes_of, watched
from support.processes import descendants_of

pytestmark = pytest.mark.faults

_SPEC = {"parameters": {"seconds": 0.01}, "tasks": 10_000}


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=str)
async def test_a_runner_that_is_killed_is_told_with_what_it_did(mechanism: Mechanism) -> None:
    async with watched(mechanism.spec("sleep", **_SPEC)) as run:
        await run.until(lambda look: look.done > 3 and bool(busy_lanes(look)))
        (runner,) = run.experiment.pids
        began_s = time.monotonic()
        os.kill(runner, signal.SIGKILL)
        result = await run.result()
    assert time.monotonic() - began_s < 2
    assert result.status == "failed"
    assert result.cause.startswith(f"The runner (process {runner}) was ended by SIGKILL")
    (only,) = result.passes
    assert only.completed == sum(each.tasks for each in result.workers) > 3
    assert only.failed == len(result.failures) <= result.spec.workers
    assert {lane.state for lane in lanes_of(run.looks[-1])} == {"dead"}
    assert run.experiment.pids == ()


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=str)
async def test_a_runner_that_is_stopped_is_ended_by_force(mechanism: Mechanism) -> None:
    async with watched(mechanism.spec("sleep", **_SPEC), cancel_grace_s=0.1) as run:
        await run.until(lambda look: look.done > 3)
        (runner,) = run.experiment.pids
        os.kill(runner, signal.SIGSTOP)
        began_s = time.monotonic()
        run.experiment.cancel()
        result = await run.result()
    assert time.monotonic() - began_s < 2
    assert result.status == "cancelled"
    assert result.passes[0].completed > 3


async def test_a_latency_server_that_dies_fails_tasks_and_hangs_nothing() -> None:
    mechanism = Mechanism("threading.Thread", None)
    spec = mechanism.spec("loopback-requests", parameters={"latency_ms": 5}, tasks=2_000)
    async with watched(spec) as run:
        await run.until(lambda look: look.done > 3)
        (runner,) = run.experiment.pids
        (server,) = descendants_of(runner)
        server.kill()
        result = await run.result()
    assert result.status == "failed"
    kinds = {each.cause.split(":")[0] for each in result.failures}
    assert kinds <= {"ConnectionError", "ConnectionResetError", "BrokenPipeError"}
    assert result.passes[0].completed > 3


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="found through /proc")
@pytest.mark.parametrize("ends", ["by itself", "by force"])
async def test_a_process_that_left_the_session_ends_with_the_run(ends: str) -> None:
    mechanism = Mechanism("multiprocessing.Process", "fork")
    async with watched(mechanism.spec("sleep", **_SPEC)) as run:
        await run.until(lambda look: look.done > 3)
        (runner,) = run.experiment.pids
        name = psutil.Process(runner).environ()[RUN_VARIABLE]
        # What a task starts inherits the name of the run, whatever else it gives up.
        daemon = psutil.Popen(
            [sys.executable, "-c", "input()"],
            stdin=-1,
            env={**os.environ, RUN_VARIABLE: name},
            start_new_session=True,
        )
        if ends == "by force":
            run.experiment.kill()
        else:
            run.experiment.cancel()
        await run.result()
        assert daemon.wait(timeout=3) == -signal.SIGKILL
        daemon.communicate()

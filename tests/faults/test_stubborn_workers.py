"""Workers that do not do what a signal asks for, or do nothing at all since one stopped them."""

import os
import signal
import sys
import time

import pytest

from support.experiments import (
    EACH_BACKEND,
    PROCESSES,
    Mechanism,
    lane_on,
    lanes_of,
    watched,
)

pytestmark = pytest.mark.faults

_OWN = [each for each in PROCESSES if each.survives_dead_worker]
_BY_PROC = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="seen in /proc")


@pytest.mark.parametrize("mechanism", _OWN, ids=str)
async def test_a_worker_that_ignores_sigterm_ends_by_sigkill(mechanism: Mechanism) -> None:
    parameters = {"fault": "ignore-SIGTERM", "at_task": 0}
    async with watched(mechanism.spec("misbehave", parameters=parameters, tasks=50)) as run:
        look = await run.until(lambda look: lane_on(look, 0) is not None and look.done == 49)
        stubborn = lane_on(look, 0)
        assert stubborn is not None
        run.experiment.kill_worker(stubborn.worker, "SIGTERM")
        await run.until_logged(f"SIGTERM was sent to worker {stubborn.worker}")
        assert lane_on(await run.after(look, 0.1), 0) is not None
        run.experiment.kill_worker(stubborn.worker, "SIGKILL")
        result = await run.result()
    assert result.cause == (
        f"Task 0 of the pass failed in worker {stubborn.worker}: its process ({stubborn.pid}) was "
        "ended by SIGKILL on request."
    )
    assert [(each.completed, each.failed) for each in result.passes] == [(49, 1)]


@pytest.mark.parametrize("mechanism", _OWN, ids=str)
async def test_a_cancelled_run_ends_with_a_worker_that_ignores_sigterm(
    mechanism: Mechanism,
) -> None:
    parameters = {"fault": "ignore-SIGTERM", "at_task": 0}
    spec = mechanism.spec("misbehave", parameters=parameters, tasks=50)
    async with watched(spec, cancel_grace_s=0.1) as run:
        await run.until(lambda look: lane_on(look, 0) is not None and look.done == 49)
        began_s = time.monotonic()
        run.experiment.cancel()
        result = await run.result()
    assert time.monotonic() - began_s < 2
    assert result.status == "cancelled"


@_BY_PROC
@pytest.mark.parametrize("mechanism", EACH_BACKEND, ids=str)
async def test_a_process_that_is_stopped_is_told_and_can_go_on(mechanism: Mechanism) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 0.01}, tasks=60)
    async with watched(spec) as run:
        victim = lanes_of(await run.until(lambda look: look.done > 3))[-1]
        began_s = time.monotonic()
        os.kill(victim.pid, signal.SIGSTOP)
        stopped = f"(process {victim.pid}) is stopped; kill -CONT {victim.pid} lets it go on"
        assert (await run.until_logged(stopped)).level == "warning"
        assert time.monotonic() - began_s < 2
        os.kill(victim.pid, signal.SIGCONT)
        result = await run.result()
    assert result.status == "completed"

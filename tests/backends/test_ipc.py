"""Tasks with partners of their own: their text in the log, and what is left when one is killed."""

import os
from pathlib import Path

import pytest

from concur_workloads.api import RunSnapshot
from support.experiments import PROCESSES, Mechanism, lane_on, run_to_end, watched
from support.leftovers import shared_memory_of

OWN = [each for each in PROCESSES if each.backend == "multiprocessing.Process"]


async def test_the_text_of_another_process_is_in_the_log() -> None:
    result, log = await run_to_end(OWN[0].spec("hello-queue", tasks=1, warm_up=0, workers=1))
    assert (result.status, result.cause) == ("completed", "")
    assert "Hello from the worker!" in [entry.text for entry in log]
    assert [entry for entry in log if entry.level in ("warning", "error")] == []


@pytest.mark.faults
@pytest.mark.parametrize(
    "mechanism",
    [OWN[0], *(pytest.param(each, marks=pytest.mark.exhaustive) for each in OWN[1:])],
    ids=str,
)
async def test_nothing_is_left_of_a_killed_worker(mechanism: Mechanism) -> None:
    spec = mechanism.spec(
        "ping-pong",
        parameters={"mechanism": "shared-memory", "round_trips": 1_000_000},
        tasks=1,
        warm_up=0,
        workers=1,
    )
    shared: set[Path] = set()

    def shares_memory(look: RunSnapshot) -> bool:
        if lane_on(look, 0) is not None:
            shared.update(shared_memory_of(os.getpid()))
        return any("psm_" in each.name for each in shared)

    async with watched(spec) as run:
        look = await run.until(shares_memory)
        lane = lane_on(look, 0)
        assert lane is not None
        run.experiment.kill_worker(lane.worker, "SIGKILL")
        result = await run.result()
    assert [each.task for each in result.failures] == [0]
    assert "SIGKILL" in result.failures[0].cause
    assert [each for each in shared if each.exists()] == []

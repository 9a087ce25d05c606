"""Tasks with partners of their own: their text in the log, and what is left when one is killed."""

from collections import Counter
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from concur_workloads.api import RunSnapshot
from support.experiments import PROCESSES, Mechanism, run_to_end, watched

OWN = [each for each in PROCESSES if each.backend == "multiprocessing.Process"]


async def test_the_text_of_another_process_is_in_the_log() -> None:
    result, log = await run_to_end(OWN[0].spec("hello-queue", tasks=1, warm_up=0, workers=1))
    assert (result.status, result.cause) == ("completed", "")
    assert "Hello from the worker!" in [entry.text for entry in log]
    assert [entry for entry in log if entry.level in ("warning", "error")] == []


def _shared_by_two() -> list[Path]:
    """The shared memory that two processes of ours have mapped: a worker and its partner."""
    mapped: Counter[str] = Counter()
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            mapped.update({each.path for each in process.memory_maps() if "/psm_" in each.path})
    return [Path(path) for path, processes in mapped.items() if processes > 1]


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
    shared: list[Path] = []

    def has_a_partner(_look: RunSnapshot) -> bool:
        shared[:] = _shared_by_two()
        return bool(shared)

    async with watched(spec) as run:
        await run.until(has_a_partner)
        run.experiment.kill_worker(1, "SIGKILL")
        result = await run.result()
    assert [each.task for each in result.failures] == [0]
    assert "SIGKILL" in result.failures[0].cause
    assert [each for each in shared if each.exists()] == []

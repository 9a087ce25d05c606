"""The semaphores of a pool are files in shared memory: they go with the run, however it ends."""

import sys

import pytest

from support.experiments import PROCESSES, Mechanism, watched
from support.leftovers import shared_memory_of

_WITH_SEMAPHORES = ("ProcessPoolExecutor", "multiprocessing.Pool")
POOLS = [each for each in PROCESSES if each.backend in _WITH_SEMAPHORES]

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux shows semaphores as files"
)


@pytest.mark.parametrize("mechanism", POOLS, ids=str)
@pytest.mark.parametrize("by_force", [False, True], ids=["asked", "by force"])
async def test_no_semaphore_is_left(mechanism: Mechanism, *, by_force: bool) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 0.002}, tasks=10_000)
    async with watched(spec) as run:
        await run.until(lambda look: look.done > 3)
        (runner,) = run.experiment.pids
        semaphores = shared_memory_of(runner)
        if by_force:
            run.experiment.kill()
        else:
            run.experiment.cancel()
        await run.result()
    assert bool(semaphores) is (mechanism.start_method != "fork")
    # Named after the run, so that those of a pool that was killed can be found.
    assert {path.name.split("-")[0] for path in semaphores} <= {"sem.concur"}
    assert [path for path in semaphores if path.exists()] == []

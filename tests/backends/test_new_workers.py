"""Workers that are created anew for each pass leave nothing open in the runner."""

import sys
from pathlib import Path

import pytest

from support.experiments import ONE_OF_EACH_BACKEND, PROCESSES, Mechanism, watched

_PASSES = 8

#: A fork server has descriptors of its own, to itself and to each of its children.
_SERVED = [each for each in PROCESSES if each.start_method == "forkserver"]

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux shows the descriptors of others"
)


@pytest.mark.parametrize("mechanism", dict.fromkeys([*ONE_OF_EACH_BACKEND, *_SERVED]), ids=str)
async def test_no_descriptor_stays_open(mechanism: Mechanism) -> None:
    spec = mechanism.spec(
        "sleep", parameters={"seconds": 0.05}, tasks=4, repeats=_PASSES, recycle=True
    )
    async with watched(spec) as run:
        await run.until(lambda look: look.pass_number == 3 and look.done > 2 * spec.tasks)
        early = _open_descriptors(run.experiment.pids[0])
        await run.until(
            lambda look: look.pass_number == _PASSES and look.done > (_PASSES - 1) * spec.tasks
        )
        late = _open_descriptors(run.experiment.pids[0])
        result = await run.result()
    assert result.status == "completed"
    # One or two come and go, as when a process is being waited for.
    assert late - early <= 2


def _open_descriptors(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())

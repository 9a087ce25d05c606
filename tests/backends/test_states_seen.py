"""What workers were seen at lately, while they run and after the run."""

from pathlib import Path

import pytest

from concur_workloads.api import Activity, SeenState
from concur_workloads.observer.control_block.control_block_reader import why_no_control_blocks
from support.experiments import Mechanism, Watched, watched

pytestmark = pytest.mark.skipif(bool(why_no_control_blocks()), reason="it is read from /proc")

_MECHANISMS = [
    Mechanism("threading.Thread", None),
    Mechanism("multiprocessing.Process", "fork"),
    Mechanism("multiprocessing.Process", "spawn"),
]
_WORK = """
import asyncio
import time


def sleep(number):
    time.sleep(0.3)


async def block(number):
    time.sleep(0.3)
"""


@pytest.fixture
def work(tmp_path: Path) -> str:
    """The path of the file with the functions."""
    path = tmp_path / "work.py"
    path.write_text(_WORK)
    return str(path)


def _states(run: Watched) -> list[tuple[SeenState, ...]]:
    """By the places of the lanes."""
    return [run.experiment.states_seen(each.lane) for each in run.experiment.snapshot().lanes]


@pytest.mark.parametrize("mechanism", _MECHANISMS, ids=str)
async def test_each_worker_has_a_past_to_its_end(mechanism: Mechanism, work: str) -> None:
    spec = mechanism.spec(f"{work}:sleep", tasks=2, workers=2, repeats=2, baseline=True)
    async with watched(spec) as run:
        await run.until(
            lambda _: (
                all(Activity.SLEEP in [each.activity for each in states] for states in _states(run))
                and len(_states(run)) == 3
            )
        )
        before = _states(run)
        result = await run.result()
    assert result.status == "completed"
    after = _states(run)
    assert len(after) == 3
    for states, earlier in zip(after, before, strict=True):
        assert states[: len(earlier)] == earlier
        assert states[-1].activity is None
        times = [each.since_ns for each in states]
        assert times == sorted(times)


async def test_coroutines_have_that_of_their_thread(work: str) -> None:
    spec = Mechanism("asyncio", None).spec(f"{work}:block", tasks=4, workers=2)
    async with watched(spec) as run:
        result = await run.result()
    assert result.status == "completed"
    one, other = _states(run)
    assert one == other
    assert Activity.SLEEP in [each.activity for each in one]
    assert one[-1].activity is None


async def test_nothing_is_known_of_one_that_was_not_watched(
    work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("concur_workloads.observer.waiting.sampler._most_threads", lambda: 1)
    spec = _MECHANISMS[0].spec(f"{work}:sleep", tasks=2, workers=2)
    async with watched(spec) as run:
        await run.result()
    assert sorted(map(bool, _states(run))) == [False, True]
    assert run.experiment.states_seen(99) == ()

"""Workloads whose workers share something: each for real, on threads and on processes."""

from typing import Any

import pytest

from concur_workloads.api import (
    Measured,
    RunResult,
    RunSpec,
    SpecError,
    prepare,
    workload,
    workloads,
)
from concur_workloads.catalog.shared_state.cures import CURES
from support.experiments import run_to_end, watched
from support.interpreters import VERSIONS, find_python
from support.leftovers import nothing_left_behind

_NAMES = [each.name for each in workloads() if each.family == "Shared state"]

#: What is worth a run on processes every time.
_TELLING = ("lost-update", "condition", "producers-consumers")


async def _result(
    name: str,
    backend: str,
    start_method: str | None = None,
    interpreter: str | None = None,
    **parameters: Any,
) -> RunResult:
    """Of one pass at the smallest parameters but for those given, two rounds of it."""
    chosen = workload(name)
    workers = max(2, chosen.fewest_workers)
    spec = RunSpec(
        name,
        {**chosen.smallest, **parameters},
        backend=backend,
        start_method=start_method,
        interpreter=interpreter,
        workers=workers,
        tasks=2 * workers,
        repeats=1,
        baseline=False,
    )
    with nothing_left_behind():
        result, _ = await run_to_end(prepare(spec))
    assert (result.status, result.cause) == ("completed", "")
    return result


def _measured(result: RunResult) -> dict[str, Measured]:
    return {each.figure.name: each.measured for each in result.figures}


_OTHERS = ("ThreadPoolExecutor", "ProcessPoolExecutor", "multiprocessing.Pool")
_EXHAUSTIVE = pytest.mark.exhaustive

#: All on threads, what is telling on processes, and the rest where there is time for it.
_RUNS = [
    *(pytest.param(name, "threading.Thread") for name in _NAMES),
    *(
        pytest.param(name, "multiprocessing.Process", marks=() if name in _TELLING else _EXHAUSTIVE)
        for name in _NAMES
    ),
    *(pytest.param(name, other, marks=_EXHAUSTIVE) for name in _NAMES for other in _OTHERS),
]


@pytest.mark.parametrize(("name", "backend"), _RUNS)
async def test_it_measures_all_that_it_promises(name: str, backend: str) -> None:
    result = await _result(name, backend)
    chosen = workload(name)
    assert set(_measured(result)) == {each.name for each in chosen.figures}
    assert chosen.verify is None or chosen.verify(_measured(result), result.spec.parameters) == ""


@pytest.mark.parametrize("start_method", ["fork", "spawn", "forkserver"])
async def test_processes_share_however_they_start(start_method: str) -> None:
    processes = "multiprocessing.Process"
    await _result("lost-update", processes, start_method, cure="value-lock", updates=500)


@pytest.mark.exhaustive
@pytest.mark.parametrize("cure", [cure for cure in CURES if cure not in ("none", "luck")])
async def test_a_cure_loses_nothing_between_processes(cure: str) -> None:
    result = await _result("lost-update", "multiprocessing.Process", cure=cure, updates=2_000)
    assert _measured(result)["lost updates"].total == 0


@pytest.mark.parametrize("version", [each for each in VERSIONS if find_python(each)])
async def test_every_other_interpreter_loses_updates_but_with_a_lock(version: str) -> None:
    python = find_python(version)
    for cure, loses in (("none", True), ("lock", False)):
        result = await _result("lost-update", "threading.Thread", interpreter=python, cure=cure)
        assert (_measured(result)["lost updates"].total > 0) is loses


@pytest.mark.parametrize(("cure", "loses"), [("none", True), ("lock", False), ("queue", False)])
async def test_coroutines_lose_what_they_await_in_between(cure: str, *, loses: bool) -> None:
    result = await _result("lost-update", "asyncio", cure=cure, updates=500)
    assert (_measured(result)["lost updates"].total > 0) is loses


@pytest.mark.parametrize(
    ("backend", "cure"), [("processes", "luck"), ("asyncio", "rlock"), ("asyncio", "value-lock")]
)
def test_a_cure_that_cannot_be_had_is_refused(backend: str, cure: str) -> None:
    with pytest.raises(SpecError, match="another one for"):
        prepare(RunSpec("lost-update", {"cure": cure}, backend=backend))


@pytest.mark.parametrize("backend", ["threading.Thread", "multiprocessing.Process"])
async def test_pause_and_cancel_let_a_round_that_has_begun_end(backend: str) -> None:
    parameters = {"turns": 50}
    spec = prepare(
        RunSpec("condition", parameters, backend=backend, tasks=10_000, repeats=1, baseline=False)
    )
    async with watched(spec) as run:
        for _ in range(3):
            look = await run.until(lambda look: look.done > 0)
            run.experiment.pause()
            look = await run.until_at_rest()
            assert look.done % spec.workers == 0
            run.experiment.resume()
            await run.after(look, 0.05)
        run.experiment.cancel()
        result = await run.result()
    assert (result.status, result.failures) == ("cancelled", ())
    assert result.passes[0].completed % spec.workers == 0


async def test_a_worker_killed_with_a_lock_in_its_hand_is_told() -> None:
    spec = prepare(
        RunSpec(
            "lost-update",
            {"cure": "lock", "updates": 100_000_000},
            backend="multiprocessing.Process",
            tasks=2,
            repeats=1,
            baseline=False,
        )
    )
    async with watched(spec) as run:
        look = await run.until(
            lambda look: sum(lane.state == "running" for lane in look.lanes) == 2
        )
        await run.after(look, 0.1)
        run.experiment.kill_worker(1, "SIGKILL")
        result = await run.result()
    assert result.status == "failed"
    causes = {failure.worker: failure.cause for failure in result.failures}
    assert "SIGKILL" in causes[1]
    assert "worker 1 died in its task" in causes[2]


async def test_no_consumer_is_refused_in_one_sentence() -> None:
    spec = RunSpec("producers-consumers", {"producers": 2}, tasks=2, repeats=1)
    result, _ = await run_to_end(prepare(spec))
    assert result.status == "failed"
    assert result.cause == (
        "producers: 2 is not accepted; allowed is at most 1 with 2 workers, as one must consume."
    )

"""The settings that shape workers do what they say, as the operating system sees it."""

import os
import re

import pytest

from concur_workloads.api import RunSpec, SpecError, backend, prepare
from support.experiments import (
    EACH_BACKEND,
    MECHANISMS,
    PROCESSES,
    Mechanism,
    busy_lanes,
    lanes_of,
    run_to_end,
    watched,
)

_TASKS = 12
RETRYING = [each for each in MECHANISMS if backend(each.backend).has_option("retries")]
OWN_PROCESSES = [each for each in PROCESSES if each.backend == "multiprocessing.Process"]


@pytest.mark.parametrize("mechanism", EACH_BACKEND, ids=str)
async def test_each_worker_steps_back(mechanism: Mechanism) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 0.2}, tasks=40, niceness=7)
    async with watched(spec) as run:
        look = await run.until(lambda look: len(busy_lanes(look)) == spec.workers)
        found = [os.getpriority(os.PRIO_PROCESS, lane.native_id) for lane in lanes_of(look)]
    # It is a step from where whoever started us stands.
    assert found == [os.getpriority(os.PRIO_PROCESS, 0) + 7] * spec.workers


@pytest.mark.parametrize("mechanism", EACH_BACKEND, ids=str)
@pytest.mark.parametrize("affinity", ["one-core", "one-each"])
async def test_workers_are_bound_to_cpus(mechanism: Mechanism, affinity: str) -> None:
    cpus = sorted(os.sched_getaffinity(0))
    spec = mechanism.spec("sleep", parameters={"seconds": 0.2}, tasks=40, affinity=affinity)
    async with watched(spec) as run:
        look = await run.until(lambda look: len(busy_lanes(look)) == spec.workers)
        # Coroutines share a thread, which is where the first of them is to be.
        threads = list(dict.fromkeys(lane.native_id for lane in lanes_of(look)))
        found = [os.sched_getaffinity(thread) for thread in threads]
    places = [0 if affinity == "one-core" else at % len(cpus) for at in range(len(threads))]
    assert found == [{cpus[place]} for place in places]


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=str)
async def test_each_worker_calls_the_initializer_first(mechanism: Mechanism) -> None:
    # Importing that module prints a text, and its `c` is a number.
    spec = mechanism.spec("no-op", tasks=_TASKS, initializer="this:c.bit_length")
    result, log = await run_to_end(spec)
    assert result.status == "completed"
    printed = [entry for entry in log if "Beautiful is better than ugly" in entry.text]
    # Threads share what is imported, processes and interpreters do not.
    own_modules = backend(mechanism.backend).capabilities.own_gil_per_worker
    assert len(printed) == (spec.workers if own_modules else 1)


@pytest.mark.parametrize("mechanism", EACH_BACKEND, ids=str)
async def test_an_initializer_that_fails_is_named(mechanism: Mechanism) -> None:
    result, _ = await run_to_end(mechanism.spec("no-op", tasks=_TASKS, initializer="gc:nothing"))
    assert result.status == "failed"
    assert "the initializer gc:nothing raised AttributeError" in result.cause


@pytest.mark.parametrize("mechanism", EACH_BACKEND, ids=str)
async def test_new_workers_for_each_pass(mechanism: Mechanism) -> None:
    spec = mechanism.spec("no-op", tasks=_TASKS, repeats=3, recycle=True)
    result, log = await run_to_end(spec)
    assert (result.status, len(result.passes)) == ("completed", 3)
    assert [entry.text[:22] for entry in log if "new workers" in entry.text] == [
        "new workers for pass 2",
        "new workers for pass 3",
    ]
    if mechanism.start_method:
        ready = [re.search(r"\(process (\d+), .* ready", entry.text) for entry in log]
        assert len({found[1] for found in ready if found}) == 3 * spec.workers


@pytest.mark.parametrize("mechanism", [each for each in MECHANISMS if each.kills_workers], ids=str)
async def test_a_worker_of_a_later_pass_can_be_killed(mechanism: Mechanism) -> None:
    spec = mechanism.spec(
        "sleep", parameters={"seconds": 0.05}, tasks=40, repeats=2, recycle=True, warm_up=0
    )
    async with watched(spec) as run:
        look = await run.until(lambda look: look.pass_number == 2 and len(busy_lanes(look)) == 2)
        victim = lanes_of(look)[0]
        run.experiment.kill_worker(victim.worker, "SIGKILL")
        result = await run.result()
    assert result.status == "failed"
    assert f"({victim.pid})" in result.cause or f"(process {victim.pid})" in result.cause


@pytest.mark.parametrize("mechanism", EACH_BACKEND, ids=str)
async def test_workers_are_made_anew_during_a_pause_which_goes_on(mechanism: Mechanism) -> None:
    spec = mechanism.spec(
        "sleep", parameters={"seconds": 0.3}, repeats=2, recycle=True, tasks=1, warm_up=1
    )
    async with watched(spec) as run:
        await run.until(lambda look: look.pass_number == 1 and bool(busy_lanes(look)))
        run.experiment.pause()
        await run.until_logged("new workers for pass 2")
        look = await run.until_at_rest()
        assert look.done == 1
        run.experiment.resume()
        result = await run.result()
    assert (result.status, len(result.passes)) == ("completed", 2)


@pytest.mark.parametrize("mechanism", OWN_PROCESSES, ids=str)
async def test_a_process_is_replaced_after_so_many_tasks(mechanism: Mechanism) -> None:
    spec = mechanism.spec("no-op", tasks=_TASKS, max_tasks_per_child=3, workers=2)
    result, log = await run_to_end(spec)
    assert (result.status, result.passes[0].completed) == ("completed", _TASKS)
    ready = {entry.text for entry in log if "ready" in entry.text and "process" in entry.text}
    assert len(ready) >= _TASKS // 3
    assert not [entry for entry in log if entry.level in ("warning", "error")]


@pytest.mark.parametrize("mechanism", RETRYING, ids=str)
async def test_a_failed_task_is_tried_again_as_often_as_asked(mechanism: Mechanism) -> None:
    parameters = {"fault": "raise", "at_task": 5}
    spec = mechanism.spec("misbehave", parameters=parameters, tasks=_TASKS, retries=2)
    result, log = await run_to_end(spec)
    (only,) = result.passes
    assert (only.completed, only.failed, result.failures_in_all) == (_TASKS - 1, 1, 1)
    tries = [entry.text for entry in log if "tried again" in entry.text]
    assert [text.rsplit("(")[-1] for text in tries] == ["1 of 2)", "2 of 2)"]


@pytest.mark.parametrize("mechanism", OWN_PROCESSES, ids=str)
async def test_a_killed_task_is_tried_again(mechanism: Mechanism) -> None:
    parameters = {"fault": "SIGKILL", "at_task": 5}
    spec = mechanism.spec("misbehave", parameters=parameters, tasks=_TASKS, retries=1)
    result, log = await run_to_end(spec)
    (only,) = result.passes
    assert (only.completed, only.failed) == (_TASKS - 1, 1)
    assert len([entry for entry in log if "was ended by SIGKILL" in entry.text]) >= 2


@pytest.mark.parametrize("mechanism", EACH_BACKEND, ids=str)
async def test_a_run_that_takes_too_long_is_ended(mechanism: Mechanism) -> None:
    # The peers are imported first, which takes long beside other work.
    limit_s = 5.0 if backend(mechanism.backend).needs_package else 1.5
    spec = mechanism.spec("sleep", parameters={"seconds": 30}, warm_up=0, run_timeout_s=limit_s)
    result, _ = await run_to_end(spec)
    assert result.status == "failed"
    assert result.cause.startswith(
        f"The run exceeded its time limit of {limit_s:g} s while worker "
    )
    assert "ran task" in result.cause


async def test_a_thread_that_is_no_daemon_does_not_keep_the_runner() -> None:
    spec = Mechanism("threading.Thread", None).spec(
        "misbehave", parameters={"fault": "hang", "at_task": 0}, timeout_s=0.2, daemon="no"
    )
    result, _ = await run_to_end(spec)
    assert "exceeded the time limit" in result.cause


@pytest.mark.parametrize(
    ("backend", "changes", "words"),
    [
        ("serial", {"chunk_size": 2}, "1 for serial, which does not take it"),
        ("serial", {"queue_bound": 2}, "left out for serial"),
        ("ThreadPoolExecutor", {"daemon": "yes"}, "'default' for ThreadPoolExecutor"),
        ("threading.Thread", {"max_tasks_per_child": 5}, "left out for threading.Thread"),
    ],
)
def test_a_setting_without_effect_is_refused(
    backend: str, changes: dict[str, object], words: str
) -> None:
    workers = 1 if backend == "serial" else 2
    spec = RunSpec("no-op", backend=backend, workers=workers).with_changes(**changes)
    with pytest.raises(SpecError, match=words):
        prepare(spec)

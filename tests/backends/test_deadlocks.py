"""Deadlocks that really happen: found within a second, told, broken, ended, and cured."""

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import pytest

from concur_workloads.api import (
    Experiment,
    LogEntry,
    RunResult,
    RunSpec,
    prepare,
    workload,
    workloads,
)
from concur_workloads.recorder.waits import read_wait
from support.experiments import LIMIT_S, Watched, watched

_DEADLOCKS = [each for each in workloads() if each.family == "Deadlock"]
_CURED = [
    (each.name, cure)
    for each in _DEADLOCKS
    for parameter in each.parameters
    if parameter.name == "cure"
    for cure in parameter.choices
    if cure != "none"
]


def _spec(name: str, cure: str, backend: str = "threading.Thread") -> RunSpec:
    chosen = workload(name)
    return prepare(
        RunSpec(
            name,
            {**chosen.smallest, "cure": cure},
            backend=backend,
            workers=2,
            tasks=4,
            repeats=1,
            baseline=False,
        )
    )


async def _run(spec: RunSpec) -> tuple[RunResult, list[str]]:
    said: list[LogEntry] = []
    result = await Experiment(spec, said.append, on_deadlock="break").run()
    return result, [entry.text for entry in said]


def _fault(result: RunResult) -> str:
    chosen = workload(result.spec.workload)
    assert chosen.verify is not None
    measured = {each.figure.name: each.measured for each in result.figures}
    return chosen.verify(measured, chosen.resolve(result.spec.parameters))


@pytest.mark.parametrize("name", [each.name for each in _DEADLOCKS])
async def test_without_a_cure_it_comes_and_is_broken_and_no_task_is_lost(name: str) -> None:
    result, said = await _run(_spec(name, "none"))
    assert (result.status, result.cause) == ("completed", "")
    assert _fault(result) == ""
    assert any(text.startswith("Deadlock: worker ") for text in said)


@pytest.mark.parametrize(("name", "cure"), _CURED)
async def test_a_cure_keeps_it_away(name: str, cure: str) -> None:
    result, said = await _run(_spec(name, cure))
    assert (result.status, result.cause) == ("completed", "")
    assert _fault(result) == ""
    assert [text for text in said if "Deadlock" in text] == []


@pytest.mark.parametrize("name", ["opposite-locks", "full-pipe"])
async def test_processes_come_to_wait_for_each_other_as_threads_do(name: str) -> None:
    result, _ = await _run(_spec(name, "none", "multiprocessing.Process"))
    assert (result.status, result.cause) == ("completed", "")
    assert _fault(result) == ""


def _line_told(name: str, file: str, line: str) -> str:
    source = Path(workload(name).body.__code__.co_filename)
    assert file == source.name
    return source.read_text(encoding="utf-8").splitlines()[int(line) - 1]


@pytest.mark.parametrize("name", [each.name for each in _DEADLOCKS])
async def test_the_line_that_is_told_is_one_of_the_file_that_is_told(name: str) -> None:
    _, said = await _run(_spec(name, "none"))
    told = next(text for text in said if text.startswith("Deadlock"))
    for file, line in re.findall(r"\((\w+\.py) line (\d+)\)", told):
        code = _line_told(name, file, line)
        assert any(word in code for word in ("acquire", "finish", "join", "until")), code


async def test_four_workers_find_their_partners_in_every_round() -> None:
    spec = replace(_spec("full-pipe", "one-reads-first"), workers=4, tasks=40)
    result, said = await _run(prepare(spec))
    assert (result.status, result.cause) == ("completed", "")
    assert [text for text in said if "Deadlock" in text] == []


async def test_a_wait_with_a_limit_is_no_deadlock_however_long() -> None:
    spec = _spec("opposite-locks", "timeout").with_changes(
        parameters={"cure": "timeout", "hold_s": 0.05, "limit_s": 1.0}, tasks=2
    )
    result, said = await _run(prepare(spec))
    assert (result.status, result.cause) == ("completed", "")
    assert [text for text in said if "Deadlock" in text] == []


async def test_after_the_end_there_is_nothing_to_break() -> None:
    told = asyncio.Event()

    def log(entry: LogEntry) -> None:
        if entry.text.startswith("Deadlock"):
            told.set()

    run = Experiment(_spec("opposite-locks", "none"), log, on_deadlock="ask")
    running = asyncio.create_task(run.run())
    async with asyncio.timeout(LIMIT_S):
        await told.wait()
        run.cancel()
        run.cancel()
        await running
    assert run.snapshot().deadlock is None
    run.break_deadlock()


async def test_with_nobody_to_ask_the_run_ends_within_a_second_and_says_who_waits_for_whom() -> (
    None
):
    async with watched(_spec("opposite-locks", "none")) as run:
        await run.until(lambda look: sum(lane.state == "running" for lane in look.lanes) == 2)
        began = run.looks[-1].elapsed_s
        result = await run.result()
    assert result.status == "failed"
    assert result.cause.startswith("Deadlock: worker 1 holds lock A and waits for lock B")
    assert "worker 2 holds lock B and waits for lock A (opposite_locks.py line " in result.cause
    assert run.looks[-1].elapsed_s - began < 1.5


async def test_a_worker_killed_with_the_lock_is_told_as_what_the_others_wait_for() -> None:
    spec = _spec("opposite-locks", "ordering", "multiprocessing.Process").with_changes(
        parameters={"cure": "ordering", "hold_s": 5.0, "limit_s": 0.01}, tasks=2
    )
    async with watched(prepare(spec)) as run:
        await _kill_the_holder(run)
        result = await run.result()
    assert result.status == "failed"
    assert "waits for lock A" in result.cause
    assert result.cause.endswith("; the worker that held lock A is dead.")


async def _kill_the_holder(run: Watched) -> None:
    """Kill the one of two workers that has the first lock, which it keeps for seconds."""

    def holders() -> list[int]:
        (party,) = run.experiment._parties
        return [lane for lane in (1, 2) if 0 in read_wait(party.recording, lane).held]

    def both_are_there() -> bool:
        (party,) = run.experiment._parties
        return any(read_wait(party.recording, lane).wanted == 0 for lane in (1, 2))

    await run.until(lambda look: len(look.lanes) == 2 and bool(holders()) and both_are_there())
    run.experiment.kill_worker(holders()[0], "SIGKILL")

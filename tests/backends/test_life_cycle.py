"""What tasks see of threads and processes that they create, take through their states and end."""

import os
import signal
import sys
from typing import Any

import pytest

from concur_workloads.api import LogEntry, RunResult
from support.experiments import Mechanism, lanes_of, run_to_end, watched
from support.processes import descendants_of

SERIAL = Mechanism("serial", None)
THREADS = Mechanism("threading.Thread", None)
FORKED = Mechanism("multiprocessing.Process", "fork")

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="states are read from Linux's /proc")
exhaustive = pytest.mark.exhaustive


async def run(
    workload: str, mechanism: Mechanism = SERIAL, **parameters: Any
) -> tuple[dict[str, float], list[LogEntry]]:
    """The medians of what one task measured, and the log; the run must have gone well."""
    spec = mechanism.spec(workload, parameters=parameters, tasks=1, workers=1, warm_up=0)
    result, log = await run_to_end(spec)
    assert (result.status, result.cause, result.failures) == ("completed", "", ())
    assert [entry.text for entry in log if entry.level in ("warning", "error")] == []
    return {each.figure.name: each.measured.median for each in result.figures}, log


@pytest.mark.parametrize(
    ("mechanism", "kind"),
    [
        (SERIAL, "fork"),
        (FORKED, "spawn"),
        pytest.param(FORKED, "forkserver", marks=exhaustive),
        pytest.param(FORKED, "fork", marks=exhaustive),
        pytest.param(THREADS, "forkserver", marks=exhaustive),
    ],
)
async def test_every_part_of_creation_is_timed(mechanism: Mechanism, kind: str) -> None:
    figures, _ = await run("creation", mechanism, kind=kind, count=2)
    assert list(figures) == ["create", "start", "until it runs", "join"]
    assert all(0 < seconds < 10 for seconds in figures.values())


def _states_in(log: list[LogEntry]) -> list[str]:
    """Our words for them, in the order in which they were printed."""
    lines = [entry.text for entry in log if entry.source == "stdout"]
    return [line.split(": ")[1] for line in lines]


@on_linux
@pytest.mark.parametrize(
    ("mechanism", "kind"),
    [(SERIAL, "fork"), pytest.param(THREADS, "spawn", marks=exhaustive)],
)
async def test_a_process_can_be_stopped_and_leaves_a_zombie(
    mechanism: Mechanism, kind: str
) -> None:
    figures, log = await run("states", mechanism, kind=kind, hold_s=0.001)
    assert list(figures)[-3:] == ["stopped", "zombie", "reaped"]
    assert _states_in(log) == ["new", *figures]
    (zombie,) = [entry.text for entry in log if ": zombie: " in entry.text]
    assert "Z (zombie)" in zombie


@pytest.mark.parametrize(
    ("mechanism", "kind"),
    [
        (SERIAL, "fork"),
        pytest.param(FORKED, "spawn", marks=exhaustive),
        pytest.param(FORKED, "forkserver", marks=exhaustive),
    ],
)
async def test_of_ten_ways_to_end_seven_run_what_is_left(mechanism: Mechanism, kind: str) -> None:
    figures, log = await run("termination", mechanism, kind=kind)
    assert (figures["finally ran"], figures["output arrived"]) == (7, 7)
    # By fork, atexit functions are run from Python 3.13 on.
    assert figures["atexit ran"] in (0, 7)
    lines = [entry.text for entry in log if ": exitcode " in entry.text]
    assert len(lines) == 10
    (killed,) = [line for line in lines if "SIGKILL: " in line]
    assert "exitcode -9; left nothing" in killed


@on_linux
@pytest.mark.parametrize("mechanism", [SERIAL, pytest.param(FORKED, marks=exhaustive)])
async def test_an_orphan_comes_to_whoever_adopts_it(mechanism: Mechanism) -> None:
    figures, log = await run("orphans-and-zombies", mechanism, hold_s=0.0, adopt=True)
    assert figures["orphan reaped"] == 1
    (adopted,) = [entry.text for entry in log if "that one died" in entry.text]
    assert "(this worker)" in adopted


@on_linux
@exhaustive
async def test_an_orphan_that_nobody_asked_for_goes_to_somebody_else() -> None:
    _, log = await run("orphans-and-zombies", SERIAL, hold_s=0.0)
    (adopted,) = [entry.text for entry in log if "that one died" in entry.text]
    assert "(this worker)" not in adopted


@pytest.mark.parametrize(
    ("kind", "in_memory", "thread", "folder"),
    [
        ("fork", 1, 0, 1),
        ("subprocess", 0, 0, 1),
        pytest.param("spawn", 0, 0, 1, marks=exhaustive),
        pytest.param("forkserver", 0, 0, 1, marks=exhaustive),
    ],
)
async def test_a_child_tells_what_it_has_of_its_parent(
    kind: str, in_memory: int, thread: int, folder: int
) -> None:
    figures, _ = await run("inheritance", FORKED, kind=kind)
    assert {figures[name] for name in ("global", "lock held", "signal handler")} == {in_memory}
    assert (figures["thread"], figures["current folder"]) == (thread, folder)


@pytest.mark.faults
async def test_what_a_killed_worker_has_created_ends_with_it() -> None:
    spec = FORKED.spec(
        "states", parameters={"kind": "fork", "hold_s": 30.0}, workers=1, tasks=1, warm_up=0
    )
    async with watched(spec) as ongoing:
        entry = await ongoing.until_logged(": running: ")
        (lane,) = lanes_of(ongoing.look())
        assert str(lane.pid) not in entry.text
        assert descendants_of(lane.pid)
        os.kill(lane.pid, signal.SIGKILL)
        result: RunResult = await ongoing.result()
    assert "SIGKILL" in result.failures[0].cause

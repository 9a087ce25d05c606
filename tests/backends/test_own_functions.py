"""Functions of one's own on every backend: as the project has them, with items of its own class."""

import asyncio
from functools import reduce
from pathlib import Path

import pytest

from concur_workloads.api import RunSpec, look_at_function, prepare
from concur_workloads.digest import add_digests, digest
from support.experiments import LAST_OF_EACH_BACKEND, MECHANISMS, Mechanism, run_to_end

_WORK = """
import random


class Point:
    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return f"Point({self.x})"


class Box:
    pass


points = [Point(x) for x in range(3)]


def flip(point):
    return Point(-point.x)


async def flip_later(point):
    return Point(-point.x)


def letters():
    return set("abcdefghij")


def boxed(number):
    return Box()


def drawn(number):
    return random.random()
"""


@pytest.fixture
def work(tmp_path: Path) -> str:
    """The path of the file."""
    path = tmp_path / "work.py"
    path.write_text(_WORK)
    return str(path)


@pytest.mark.parametrize(
    "mechanism",
    [
        pytest.param(each, marks=[] if each in LAST_OF_EACH_BACKEND else pytest.mark.exhaustive)
        for each in MECHANISMS
    ],
    ids=str,
)
async def test_items_and_results_of_its_own_classes_travel(mechanism: Mechanism, work: str) -> None:
    name = f"{work}:{'flip_later' if mechanism.backend == 'asyncio' else 'flip'}"
    assert (await look_at_function(name, None, "points")).problem == ""
    spec = mechanism.spec(name, tasks=3, parameters={"items": "points"})
    result, log = await run_to_end(spec)
    assert result.status == "completed", [each.text for each in log]
    named = (digest(task, _Named(f"Point({-task})")) for task in range(3))
    assert result.checksum == f"{reduce(add_digests, named):016x}"


class _Named:
    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        ("letters", ""),
        ("boxed", "they are objects whose text is where they lie in memory"),
        ("drawn", "the serial passes gave different ones"),
    ],
)
async def test_results_that_cannot_be_compared_are_not_called_different(
    work: str, function: str, reason: str
) -> None:
    name = f"{work}:{function}"
    await look_at_function(name, None)
    spec = prepare(RunSpec(name, tasks=2, workers=1, repeats=2))
    result, _ = await run_to_end(spec)
    assert result.status == "completed", result.cause
    assert result.incomparable == reason
    assert result.checksum_matches is (None if reason else True)
    assert bool(result.checksum) is not bool(reason)


_ONLY_IN_THE_RUNNER = """
import multiprocessing

if multiprocessing.parent_process() is not None:
    raise OSError("no worker may import this")


def f(number):
    return number
"""


@pytest.mark.parametrize(
    "backend",
    [
        "multiprocessing.Process",
        pytest.param("multiprocessing.Pool", marks=pytest.mark.exhaustive),
        "ProcessPoolExecutor",
    ],
)
async def test_an_import_that_fails_in_a_worker_is_foretold_and_told(
    tmp_path: Path, backend: str
) -> None:
    path = tmp_path / "alone.py"
    await asyncio.to_thread(path.write_text, _ONLY_IN_THE_RUNNER)
    name = f"{path}:f"
    sentence = "Importing alone.py failed: OSError: no worker may import this (alone.py line 5)"
    found = await look_at_function(name, None)
    assert [(each.fails_on, sentence in each.text) for each in found.findings] == [
        (("spawn", "forkserver"), True)
    ]
    plain = RunSpec(name, backend=backend, start_method="spawn", workers=1, tasks=1, repeats=1)
    result, log = await run_to_end(prepare(plain.with_changes(baseline=False)))
    assert result.status == "failed"
    assert sentence in result.cause
    assert any(each.source == "preflight" and each.level == "warning" for each in log)

"""Increments by two workers at once: without a cure some are lost, with each cure none."""

import asyncio
import sys
import threading
from collections.abc import Iterator

import pytest

from concur_workloads.catalog.shared_state.cures import CURES, INCREMENTS, own
from concur_workloads.catalog.shared_state.cures_in_loop import INCREMENTS_IN_LOOP, own_in_loop
from concur_workloads.catalog.shared_state.shared_counter import SharedCounter, make_counter
from concur_workloads.catalog.stage import Stage

_WORKERS = 2
_STAGE = Stage(_WORKERS, _WORKERS, None)


@pytest.fixture
def _quick_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def _lost(counter: SharedCounter, updates: int) -> int:
    return _WORKERS * updates - counter.total()


def _lost_by_threads(cure: str, updates: int) -> int:
    counter = make_counter(cure, _STAGE)
    threads = [
        threading.Thread(target=INCREMENTS[cure], args=(counter, updates, 5, worker))
        for worker in (1, 2)
    ]
    if cure == "queue":
        threads.append(threading.Thread(target=own, args=(counter, _WORKERS * updates)))
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return _lost(counter, updates)


@pytest.mark.usefixtures("_quick_switches")
@pytest.mark.parametrize("cure", [cure for cure in CURES if cure not in ("none", "luck")])
def test_a_cure_loses_nothing(cure: str) -> None:
    assert _lost_by_threads(cure, 1_000) == 0


@pytest.mark.usefixtures("_quick_switches")
def test_without_a_cure_threads_lose_updates() -> None:
    # Where threads switch is chance: on a busy machine one may be done before the other begins.
    assert any(_lost_by_threads("none", 20_000) for _ in range(10))


async def _lost_by_coroutines(cure: str, updates: int) -> int:
    counter = make_counter("none", _STAGE)
    counter.lock, counter.queue = asyncio.Lock(), asyncio.Queue(3)
    parts = [INCREMENTS_IN_LOOP[cure](counter, updates, 1, worker) for worker in (1, 2)]
    if cure == "queue":
        parts.append(own_in_loop(counter, _WORKERS * updates))
    await asyncio.gather(*parts)
    return _lost(counter, updates)


@pytest.mark.parametrize("cure", [cure for cure in INCREMENTS_IN_LOOP if cure != "none"])
async def test_a_cure_among_coroutines_loses_nothing(cure: str) -> None:
    assert await _lost_by_coroutines(cure, 100) == 0


async def test_coroutines_that_await_in_between_lose_half() -> None:
    assert await _lost_by_coroutines("none", 100) == 100

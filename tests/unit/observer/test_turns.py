"""By which marks it is seen that a thread had a turn on a CPU."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import psutil
import pytest

from concur_workloads.observer.waiting.turns import Turns
from support.obedient import START_THREAD, ObedientProcess, obedient

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of turns")


_TURNS_TO_BEGIN = 20


@pytest.fixture
def kept() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def process(kept: ExitStack) -> ObedientProcess:
    return kept.enter_context(obedient())


def _add(turns: Turns, kept: ExitStack, pid: int, native_id: int) -> None:
    file = os.open(f"/proc/{pid}/task/{native_id}/schedstat", os.O_RDONLY)
    kept.callback(os.close, file)
    turns.add(pid, file)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_mark_changes_with_a_turn_and_with_nothing_else(
    kept: ExitStack, process: ObedientProcess, threads: int
) -> None:
    if threads == 2:
        process.told(START_THREAD)
    turns = Turns()
    for thread in psutil.Process(process.pid).threads():
        _add(turns, kept, process.pid, thread.id)
    places = range(threads)
    process.stop()
    before = turns.marks(places)
    assert turns.marks(places) == before
    process.go_on()
    process.told()
    process.stop()
    assert turns.marks([0])[0] != before[0]


def test_a_thread_alone_in_its_process_goes_by_the_clock_of_that(
    kept: ExitStack, process: ObedientProcess
) -> None:
    other = kept.enter_context(obedient())
    turns = Turns()
    for each in (process, other):
        _add(turns, kept, each.pid, each.pid)
    said_s = process.told()
    mark = turns.marks([0, 1])[0]
    assert isinstance(mark, int)
    assert said_s - 0.001 <= mark / 1e9 <= said_s + 0.01


def test_threads_of_one_process_have_marks_of_their_own(
    kept: ExitStack, process: ObedientProcess
) -> None:
    process.told(START_THREAD)
    turns = Turns()
    native_ids = [each.id for each in psutil.Process(process.pid).threads()]
    for each in native_ids:
        _add(turns, kept, process.pid, each)
    waiting = native_ids.index(max(native_ids))
    # It takes some turns until it has begun to wait.
    for _ in range(_TURNS_TO_BEGIN):
        before = turns.marks([0, 1])
        process.told("burn(0.01)")
        after = turns.marks([0, 1])
        assert after[1 - waiting] != before[1 - waiting]
        if after[waiting] == before[waiting]:
            return
    pytest.fail("its mark changed each time")


def test_one_that_is_left_alone_goes_by_the_clock_from_then_on(
    kept: ExitStack, process: ObedientProcess
) -> None:
    process.told(START_THREAD)
    turns = Turns()
    for each in psutil.Process(process.pid).threads():
        _add(turns, kept, process.pid, each.id)
    assert isinstance(turns.marks([1])[0], bytes)
    turns.remove(0)
    assert isinstance(turns.marks([0])[0], int)


def test_the_end_changes_a_mark(kept: ExitStack, process: ObedientProcess) -> None:
    other = kept.enter_context(obedient())
    turns = Turns()
    for each in (process, other):
        _add(turns, kept, each.pid, each.pid)
    other.stop()
    before = turns.marks([0, 1])
    process.kill()
    after = turns.marks([0, 1])
    assert (after[0], after[1]) == (None, before[1])

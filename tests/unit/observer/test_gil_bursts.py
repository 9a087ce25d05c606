"""Bursts of looks, which count how often the GIL changes hands."""

import os
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from concur_workloads.observer.control_block.control_block_reader import why_no_control_blocks
from concur_workloads.observer.waiting import gil_bursts
from concur_workloads.observer.waiting.gil_bursts import GilBursts
from concur_workloads.results.activity import Activity
from concur_workloads.results.hand_overs import HandOvers

pytestmark = pytest.mark.skipif(bool(why_no_control_blocks()), reason="it is read from /proc")

_RUNS, _WAITS = Activity.ON_CPU, Activity.GIL
_LOOKS = 40


class _Probe:
    """What a thread is at, look by look: the test says it, by the number of the thread."""

    script: Iterator[tuple[Activity, ...]]
    now: tuple[Activity, ...]
    opened = 0

    def __init__(self, _pid: int, native_id: int) -> None:
        self._number = native_id
        _Probe.opened += 1

    def read(self) -> bytes:
        if self._number == 0:
            _Probe.now = next(_Probe.script)
        return b""

    def meaning(self, _line: bytes, *, has_moved: bool) -> Activity:
        assert has_moved
        return _Probe.now[self._number]

    def close(self) -> None:
        _Probe.opened -= 1


class _Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[HandOvers]:
    monkeypatch.setattr(gil_bursts, "thread_probe", _Probe)
    monkeypatch.setattr(_Probe, "opened", 0)
    return []


def _threads(number: int, *, in_task: bool = True) -> dict[int, Any]:
    return {
        worker: SimpleNamespace(pid=os.getpid(), native_id=worker, in_task=in_task)
        for worker in range(number)
    }


def _look_for(bursts: GilBursts, clock: _Clock, looks: int) -> None:
    for _ in range(looks):
        clock.now_s = max(clock.now_s, bursts.next_s)
        bursts.look()


def test_a_burst_counts_how_often_another_thread_alone_runs(found: list[HandOvers]) -> None:
    turns = [(_RUNS, _WAITS)] * 5 + [(_WAITS, _RUNS)] * 5
    _Probe.script = iter(turns * 4)
    clock, threads = _Clock(), _threads(2)
    bursts = GilBursts(lambda: threads, found.append, clock)
    _look_for(bursts, clock, _LOOKS)
    (one,) = found
    assert (one.looks, one.changes) == (_LOOKS, 7)
    assert one.seconds == pytest.approx(0.039)
    assert bursts.next_s >= clock.now_s + 0.3


def test_where_two_run_or_nobody_waits_nobody_can_tell_who_has_it(found: list[HandOvers]) -> None:
    unclear = [(_RUNS, _RUNS), (Activity.SLEEP, _RUNS), (_WAITS, _WAITS)]
    _Probe.script = iter([(_RUNS, _WAITS), *unclear * 12, *[(_RUNS, _WAITS)] * 3])
    clock, threads = _Clock(), _threads(2)
    _look_for(GilBursts(lambda: threads, found.append, clock), clock, _LOOKS)
    assert [each.changes for each in found] == [0]


def test_what_was_begun_in_tasks_and_ended_without_one_does_not_count(
    found: list[HandOvers],
) -> None:
    _Probe.script = iter([(_RUNS, _WAITS)] * _LOOKS)
    clock, threads = _Clock(), _threads(2)
    bursts = GilBursts(lambda: threads, found.append, clock)
    _look_for(bursts, clock, _LOOKS - 1)
    threads.update(_threads(2, in_task=False))
    _look_for(bursts, clock, 1)
    assert found == []


@pytest.mark.parametrize("threads", [_threads(1), _threads(17), _threads(2, in_task=False)])
def test_there_is_no_burst_of_one_or_very_many_or_none_in_a_task(
    found: list[HandOvers], threads: dict[int, Any]
) -> None:
    clock = _Clock()
    bursts = GilBursts(lambda: threads, found.append, clock)
    _look_for(bursts, clock, 3)
    assert bursts.next_s > clock.now_s + 0.2
    assert found == []


def test_files_of_threads_that_are_gone_are_let_go(found: list[HandOvers]) -> None:
    _Probe.script = iter([(_RUNS, _WAITS, _WAITS)] * 2 * _LOOKS)
    clock, threads = _Clock(), _threads(3)
    bursts = GilBursts(lambda: threads, found.append, clock)
    _look_for(bursts, clock, _LOOKS)
    assert _Probe.opened == 3
    del threads[2]
    _look_for(bursts, clock, _LOOKS)
    assert _Probe.opened == 2
    bursts.close()
    bursts.close()
    assert _Probe.opened == 0


def test_it_lets_go_of_real_files_too() -> None:
    before = psutil.Process().num_fds()
    pid = os.getpid()
    threads: dict[int, Any] = {
        worker: SimpleNamespace(pid=pid, native_id=pid, in_task=True) for worker in (1, 2)
    }
    threads[2].native_id = next(
        (each.id for each in psutil.Process().threads() if each.id != pid), pid
    )
    clock = _Clock()
    bursts = GilBursts(lambda: threads, lambda _found: None, clock)
    _look_for(bursts, clock, 2)
    bursts.close()
    assert psutil.Process().num_fds() == before

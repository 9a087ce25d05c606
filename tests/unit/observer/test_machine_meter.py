"""What the machine did during passes: whose CPU time it was, threads, throttling."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from concur_workloads.observer.machine_meter import MachineMeter
from concur_workloads.observer.throttling import ThrottleMeter, Throttling

_BURNT_S = 0.3
#: Two clocks of 10 ms on each CPU, and what else the kernel rounds.
_ROUNDING_S = 0.1
_BURN = f"""
import queue, sys, threading, time
def burn():
    until = time.process_time() + {_BURNT_S}
    while time.process_time() < until:
        pass
    print(flush=True)
def take():
    while orders.get() is not None:
        burn()
orders = queue.SimpleQueue()
helper = threading.Thread(target=take)
helper.start()
print(helper.native_id, flush=True)
for line in sys.stdin:
    orders.put(line) if "helper" in line else burn()
orders.put(None)
"""


class _Burner:
    """A process of two threads, of which the main one or its helper burns CPU time when told to."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.pid = process.pid
        self.helper = int(self._line())

    def burn(self, who: str = "main") -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{who}\n")
        self._process.stdin.flush()
        assert self._line() == "\n"

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def _burner() -> Iterator[_Burner]:
    command = [sys.executable, "-c", _BURN]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe) as process:
        yield _Burner(process)


def test_a_pass_that_goes_on_counts_as_far_as_it_has_come_while_the_run_is_on() -> None:
    meter = MachineMeter(_Throttled())
    with _burner() as ours:
        meter.begin_pass([ours.pid])
        ours.burn()
        so_far = meter.conditions_so_far([ours.pid])
        assert so_far is not None
        assert so_far.run_cpu_s >= _BURNT_S - _ROUNDING_S
        assert so_far.watched_s >= _BURNT_S
        assert so_far.own_resident_bytes > 1_000_000
        assert meter.conditions() is None
        meter.end_pass([ours.pid])
        assert meter.conditions_so_far([ours.pid]) == meter.conditions()


def test_cpu_time_of_the_run_is_told_from_that_of_others() -> None:
    meter = MachineMeter(_Throttled())
    with _burner() as ours, _burner() as other:
        ours.burn()
        for _ in range(2):
            meter.begin_pass([ours.pid])
            ours.burn()
            other.burn()
            meter.end_pass([ours.pid], {ours.pid: {ours.pid}})
        other.burn()
    conditions = meter.conditions()
    assert conditions is not None
    assert conditions.run_cpu_s == pytest.approx(2 * _BURNT_S, abs=_ROUNDING_S)
    # Somebody else may have burnt more, but nobody less.
    assert conditions.others_cpu_s >= 2 * _BURNT_S - _ROUNDING_S
    assert conditions.watched_s >= 2 * _BURNT_S
    assert conditions.worker_threads == 2
    assert conditions.other_threads == 0


def test_threads_that_are_no_workers_count_where_they_compute() -> None:
    meter = MachineMeter(_Throttled())
    with _burner() as ours:
        workers = {ours.pid: {ours.pid}}
        meter.begin_pass([ours.pid], workers)
        ours.burn("helper")
        so_far = meter.conditions_so_far([ours.pid], workers)
        assert so_far is not None
        assert so_far.other_threads == 1
        ours.burn()
        meter.end_pass([ours.pid], workers)
        conditions = meter.conditions()
        assert conditions is not None
        assert conditions.other_threads == 1
        assert conditions.other_threads_cpu_s == pytest.approx(_BURNT_S, abs=_ROUNDING_S)


def test_a_worker_beside_the_main_thread_is_no_other_thread() -> None:
    meter = MachineMeter(_Throttled())
    with _burner() as ours:
        workers = {ours.pid: {ours.helper}}
        meter.begin_pass([ours.pid], workers)
        ours.burn("helper")
        ours.burn()
        meter.end_pass([ours.pid], workers)
        conditions = meter.conditions()
        assert conditions is not None
        assert (conditions.other_threads, conditions.other_threads_cpu_s) == (0, 0.0)


def test_a_pass_that_did_not_end_does_not_count() -> None:
    meter = MachineMeter(_Throttled())
    meter.begin_pass([])
    assert meter.conditions() is None
    meter.end_pass([])
    meter.end_pass([])
    conditions = meter.conditions()
    assert conditions is not None
    assert conditions.worker_threads is None


class _Throttled(ThrottleMeter):
    """Says what a test puts there."""

    def __init__(self, *found: Throttling | None) -> None:
        self._found = list(found)

    def so_far(self) -> Throttling | None:
        return self._found.pop(0) if self._found else None

    def close(self) -> None:
        pass


def test_throttling_between_passes_does_not_count() -> None:
    found = [Throttling(50, 1, 1.0), Throttling(60, 5, 4.0), Throttling(90, 10, 8.0)]
    meter = MachineMeter(_Throttled(*found, Throttling(95, 12, 9.5)))
    for _ in range(2):
        meter.begin_pass([])
        meter.end_pass([])
    conditions = meter.conditions()
    assert conditions is not None
    assert (conditions.quota_periods, conditions.throttled_periods) == (15, 6)
    assert conditions.throttled_s == 4.5


def test_without_a_control_group_throttling_is_not_known() -> None:
    meter = MachineMeter(_Throttled())
    meter.begin_pass([])
    meter.end_pass([])
    conditions = meter.conditions()
    assert conditions is not None
    assert (conditions.quota_periods, conditions.throttled_s) == (None, None)

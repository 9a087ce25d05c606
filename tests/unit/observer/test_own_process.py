"""The observer against real processes, whose figures are known from inside."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import psutil
import pytest

from concur_workloads.observer.system import SystemObserver
from concur_workloads.observer.thread_clock import ThreadClock, thread_clock
from support.waiting_thread import waiting_thread

_SPIN_WITH_A_CHILD = """
import os, sys
if os.fork() == 0:
    os.write(1, b"x")
while True:
    sum(range(1000))
"""


@pytest.fixture
def observer() -> Iterator[SystemObserver]:
    made = SystemObserver()
    yield made
    made.close()


def _spin_until(used_s: float) -> None:
    end_s = time.thread_time() + used_s
    while time.thread_time() < end_s:
        pass


def test_the_first_look_has_no_rates_but_counts(observer: SystemObserver) -> None:
    sample = observer.sample([os.getpid()])
    assert sample.run_percent is None
    assert sample.cores == ()
    assert sample.switches is None
    assert sample.transfers is None
    assert sample.processes >= 1
    assert sample.threads >= threading.active_count()
    assert sample.memory_bytes > 1_000_000


def test_cpu_use_of_a_process_is_what_it_says_itself(observer: SystemObserver) -> None:
    first = observer.sample([os.getpid()])
    began_s = time.process_time()
    _spin_until(0.5)
    second = observer.sample([os.getpid()])
    used_s = time.process_time() - began_s
    assert second.run_percent is not None
    seen_s = second.run_percent / 100 * (second.time_s - first.time_s)
    # The kernel shows whole ticks of 10 ms.
    assert seen_s == pytest.approx(used_s, abs=0.03)
    assert len(second.cores) == psutil.cpu_count()
    assert all(0 <= each.busy + (each.steal or 0) <= 100.001 for each in second.cores)


def test_children_count_and_their_end_is_no_error(observer: SystemObserver) -> None:
    command = [sys.executable, "-c", _SPIN_WITH_A_CHILD]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.read(1) == b"x"
            sample = observer.sample([process.pid])
            assert sample.processes == 2
            _spin_until(0.05)
            sample = observer.sample([process.pid])
            assert sample.run_percent is not None
        finally:
            os.killpg(process.pid, signal.SIGKILL)
    sample = observer.sample([process.pid])
    assert (sample.processes, sample.threads, sample.memory_bytes) == (0, 0, 0)
    assert sample.run_percent is None


def test_no_roots_is_just_the_machine(observer: SystemObserver) -> None:
    observer.sample([])
    sample = observer.sample([])
    assert sample.processes == 0
    assert len(sample.cores) == psutil.cpu_count()


def test_closing_lets_go_of_every_file() -> None:
    before = psutil.Process().num_fds()
    observer = SystemObserver()
    observer.sample([os.getpid()])
    assert psutil.Process().num_fds() > before
    observer.close()
    observer.close()
    assert psutil.Process().num_fds() == before


def _on_cpu_ns(clock: ThreadClock) -> int:
    found = clock.read()
    assert found is not None
    return found.on_cpu_ns


def test_a_thread_clock_agrees_with_the_threads_own() -> None:
    clock = thread_clock(os.getpid(), threading.get_native_id())
    try:
        before_ns, own_before_ns = _on_cpu_ns(clock), time.thread_time_ns()
        _spin_until(0.2)
        after_ns, own_after_ns = _on_cpu_ns(clock), time.thread_time_ns()
    finally:
        clock.close()
    # The kernel brings the figure up to date at its ticks, 10 ms apart at most.
    assert (after_ns - before_ns) / 1e9 == pytest.approx(
        (own_after_ns - own_before_ns) / 1e9, abs=0.025
    )


def test_a_thread_clock_counts_its_thread_alone() -> None:
    with waiting_thread() as thread:
        clock = thread_clock(os.getpid(), thread.native_id)
        before_ns = _on_cpu_ns(clock)
        _spin_until(0.1)
        after_ns = _on_cpu_ns(clock)
    assert after_ns - before_ns < 20_000_000
    clock.close()


def test_a_thread_clock_tells_how_long_its_thread_waited_for_a_cpu() -> None:
    spin = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); print(flush=True)"
    command = [sys.executable, "-c", f"{spin}\nwhile True: pass"]
    with ExitStack() as stack:
        for _ in range(2):
            process = stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE))
            stack.callback(process.kill)
            assert process.stdout is not None
            process.stdout.readline()
        clock = thread_clock(process.pid, process.pid)
        before, began_s = clock.read(), time.monotonic()
        _spin_until(0.3)
        after, took_s = clock.read(), time.monotonic() - began_s
        clock.close()
    assert before is not None
    assert after is not None
    assert before.run_queue_ns is not None
    assert after.run_queue_ns is not None
    waited_s = (after.run_queue_ns - before.run_queue_ns) / 1e9
    assert 0.2 * took_s < waited_s <= 1.1 * took_s


def test_the_clock_of_a_process_that_has_ended_says_none() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        clock = thread_clock(process.pid, process.pid)
        assert clock.read() is not None
        process.kill()
    assert clock.read() is None
    assert thread_clock(process.pid, process.pid).read() is None
    clock.close()
    clock.close()


def test_without_the_schedulers_figure_psutil_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, _longest: int) -> None:
        raise FileNotFoundError(path)

    monkeypatch.setattr("concur_workloads.observer.thread_clock.KeptOpen", refuse)
    clock = thread_clock(os.getpid(), threading.get_native_id())
    before_ns = _on_cpu_ns(clock)
    _spin_until(0.1)
    after_ns = _on_cpu_ns(clock)
    assert (after_ns - before_ns) / 1e9 == pytest.approx(0.1, abs=0.04)
    clock.close()
    assert clock.read() is None

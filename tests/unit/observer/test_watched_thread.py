"""What a worker is seen at, against workers whose truth is known."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest
from system_calls import syscalls

from concur_workloads.observer.control_block.control_block_reader import why_no_control_blocks
from concur_workloads.observer.process_clock import process_clock
from concur_workloads.observer.thread_clock import CpuTime, cpu_time
from concur_workloads.observer.waiting.pace import LOOKS_A_SECOND, uneven
from concur_workloads.observer.waiting.sampler import MOST_AT_ONCE, ActivitySampler
from concur_workloads.observer.waiting.watched_group import WatchedGroup
from concur_workloads.observer.waiting.watched_thread import WatchedThread, passed
from concur_workloads.recorder.layout import Gate, State
from concur_workloads.recorder.reader import LaneReader, LaneStatus
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.writer import LaneWriter
from concur_workloads.results.activity import Activity
from concur_workloads.results.time_split import TaskTime
from support.interpreters import OURS, VERSIONS, find_python

pytestmark = pytest.mark.skipif(bool(why_no_control_blocks()), reason="it is read from /proc")

_LIMIT_S = 20.0
_LOOKS = 100

_SPIN = "while True: pass"
_BLOCKED = {
    Activity.SLEEP: "import time; time.sleep(99)",
    Activity.LOCK: "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
    Activity.PIPE: "import os; os.read(os.pipe()[0], 1)",
    Activity.CHILD: "import subprocess; subprocess.run(['sleep', '99'])",
    Activity.OTHER: "import signal; signal.sigwait([signal.SIGUSR1])",
}

#: A child has the memory of the thread for as long as that may not be interrupted.
_NO_SIGNAL_ENDS_IT = """
import ctypes, signal
CLONE_VFORK = 0x4000
libc = ctypes.CDLL(None)
stack = ctypes.create_string_buffer(1 << 16)
top = ctypes.c_void_p((ctypes.addressof(stack) + len(stack)) & ~15)
pause = ctypes.cast(libc.pause, ctypes.c_void_p)
libc.clone(pause, top, CLONE_VFORK | signal.SIGCHLD, None)
"""

#: The kernel waits until all CPUs have passed a certain point.
_MEMBARRIER = syscalls().get("membarrier")
_NOBODY_KNOWS_WHAT_FOR = f"""
import ctypes
libc = ctypes.CDLL(None)
while not libc.syscall({_MEMBARRIER}, 1, 0, 0):
    pass
"""
_THREADS_SPIN = """
import sys, threading
def spin():
    while True:
        pass
for _ in range(int(sys.argv[1]) - 1):
    threading.Thread(target=spin).start()
print(flush=True)
spin()
"""


class _InTask(LaneReader):
    """The lane of a worker that is in one task all the time."""

    def status(self) -> LaneStatus:
        return LaneStatus(State.RUNNING, 0, 1, 0)


@contextmanager
def _child(
    code: str, *arguments: str, python: str = sys.executable
) -> Iterator["subprocess.Popen[str]"]:
    command = [python, "-c", code, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        try:
            yield child
        finally:
            if child.poll() is None:
                for each in psutil.Process(child.pid).children(recursive=True):
                    each.kill()
                child.kill()


_RECORDING = Recording.create(1)


def _watch(pid: int, native_id: int) -> WatchedThread:
    return WatchedThread(pid, native_id, _InTask(_RECORDING, 1))


@contextmanager
def _watched(pid: int, *native_ids: int) -> Iterator[list[WatchedThread]]:
    threads = [_watch(pid, each) for each in native_ids or (pid,)]
    try:
        yield threads
    finally:
        for each in threads:
            each.close()


def _look_on(threads: list[WatchedThread], until: Callable[[], bool]) -> None:
    """Look as often as the sampler does, and as unevenly, until something has come true."""
    group = WatchedGroup()
    for each in threads:
        group.add(each)
    limit_s = time.monotonic() + _LIMIT_S
    while not until():
        assert time.monotonic() < limit_s, [each.activity for each in threads]
        group.look()
        time.sleep(uneven(1 / LOOKS_A_SECOND))


def _look_until_the_clocks_are_read(thread: WatchedThread) -> None:
    version = thread.version
    _look_on([thread], lambda: thread.version > version)


def _seen(thread: WatchedThread, looks: int = _LOOKS) -> Counter[Activity | None]:
    """What it was at, look by look."""
    seen: Counter[Activity | None] = Counter()
    _look_on([thread], lambda: _count(seen, thread) >= looks)
    return seen


def _count(seen: Counter[Activity | None], thread: WatchedThread) -> int:
    seen[thread.activity] += 1
    return seen.total()


@pytest.mark.parametrize("truth", _BLOCKED, ids=lambda each: each.name)
def test_a_blocked_worker_is_seen_at_what_it_waits_for(truth: Activity) -> None:
    with _child(_BLOCKED[truth]) as child, _watched(child.pid) as [thread]:
        _look_on([thread], lambda: thread.activity is truth)
        assert _seen(thread)[truth] >= 0.95 * _LOOKS
        _look_on([thread], lambda: thread.task_time().looks >= _LOOKS)
        assert thread.task_time().waits[truth] >= 0.95 * _LOOKS


def _letter(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]


def test_a_worker_that_no_signal_wakes_is_seen_to_wait_for_its_child() -> None:
    if not hasattr(ctypes.CDLL(None), "clone"):
        pytest.skip("this C library has no clone(2)")
    with _child(_NO_SIGNAL_ENDS_IT) as child, _watched(child.pid) as [thread]:
        _look_on([thread], lambda: thread.activity is Activity.CHILD)
        assert _seen(thread)[Activity.CHILD] >= 0.95 * _LOOKS
        assert _letter(child.pid) == "D"
        _look_on([thread], lambda: thread.task_time().looks >= _LOOKS)
        assert thread.task_time().waits[Activity.CHILD] >= 0.95 * _LOOKS


@pytest.mark.skipif(_MEMBARRIER is None, reason="this system has no membarrier(2)")
def test_a_wait_that_no_signal_ends_counts_as_one_for_a_disk() -> None:
    with _child(_NOBODY_KNOWS_WHAT_FOR) as child, _watched(child.pid) as [thread]:
        _look_on([thread], lambda: thread.activity is Activity.DISK or child.poll() is not None)
        if child.poll() is not None:
            pytest.skip("this kernel refuses membarrier(2)")
        # Between two calls it is on a CPU, or ready.
        _look_on([thread], lambda: sum(thread.task_time().waits.values()) >= _LOOKS)
        waits = thread.task_time().waits
        assert waits[Activity.DISK] >= 0.95 * sum(waits.values()), waits


def test_a_worker_that_spins_is_never_seen_blocked() -> None:
    with _child(_SPIN) as child, _watched(child.pid) as [thread]:
        _look_on([thread], lambda: thread.activity is Activity.ON_CPU)
        seen = _seen(thread)
        # Other programs may want the CPU too.
        assert seen[Activity.ON_CPU] + seen[Activity.READY] >= 0.95 * _LOOKS, seen


def test_a_stopped_worker_is_seen_stopped_whatever_it_was_at() -> None:
    for code in (_SPIN, _BLOCKED[Activity.SLEEP]):
        with _child(code) as child, _watched(child.pid) as [thread]:
            _look_on([thread], lambda: thread.activity is not None)
            child.send_signal(signal.SIGSTOP)
            _look_on([thread], lambda: thread.activity is Activity.STOPPED)
            assert _seen(thread)[Activity.STOPPED] >= 0.95 * _LOOKS
            child.send_signal(signal.SIGCONT)
            _look_on([thread], lambda: thread.activity is not Activity.STOPPED)


def test_a_worker_that_has_ended_is_a_zombie_until_it_is_waited_for() -> None:
    for code in (_SPIN, _BLOCKED[Activity.SLEEP]):
        with _child(code) as child, _watched(child.pid) as [thread]:
            _look_on([thread], lambda: thread.activity is not None)
            child.kill()
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
            _look_on([thread], lambda: thread.activity is Activity.ZOMBIE)
            assert _seen(thread)[Activity.ZOMBIE] >= 0.95 * _LOOKS
            waits = thread.task_time().waits[Activity.ZOMBIE]
            child.wait()
            _look_on([thread], lambda: thread.activity is None)
            assert thread.task_time().waits[Activity.ZOMBIE] >= max(waits, 0.9 * _LOOKS)


@pytest.mark.parametrize("code", [_SPIN, _BLOCKED[Activity.SLEEP]], ids=["spins", "sleeps"])
def test_every_look_counts_though_few_are_taken_in(code: str) -> None:
    with _child(code) as child, _watched(child.pid) as [thread]:
        group = WatchedGroup()
        group.add(thread)
        taken: Counter[int] = Counter()
        limit_s = time.monotonic() + _LIMIT_S
        while thread.task_time().looks < _LOOKS:
            assert time.monotonic() < limit_s
            group.look()
            taken[thread.task_time().looks] += 1
            time.sleep(0.01)
        # The last of them is that at which the clocks were read.
        assert thread.task_time().looks == taken.total()


def test_a_worker_that_others_keep_from_the_cpu_is_seen_ready() -> None:
    pin = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})"
    give_way = f"{pin}; os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))"
    with (
        _child(f"{pin}; print(flush=True)\n{_SPIN}") as rival,
        _child(f"{give_way}; print(flush=True)\n{_SPIN}") as child,
    ):
        for each in (rival, child):
            assert each.stdout is not None
            each.stdout.readline()
        with _watched(child.pid) as [thread]:
            _look_on([thread], lambda: thread.activity is Activity.READY)
            thread.take_stretch()
            seen = _seen(thread)
            assert seen[Activity.READY] >= 0.95 * _LOOKS, seen
            stretch = thread.take_stretch()
            assert stretch is not None
            assert stretch.on_cpu < 0.1
            assert stretch.otherwise is Activity.READY


def test_what_a_worker_does_in_a_pause_serves_no_task() -> None:
    with Recording.create(1) as recording, _child(_SPIN) as child:
        LaneWriter(recording, 1).say(State.IDLE)
        recording.gate = Gate.PAUSED
        thread = WatchedThread(child.pid, child.pid, LaneReader(recording, 1))
        for _ in range(3):
            _look_until_the_clocks_are_read(thread)
        assert thread.task_time().serving_cpu_s == 0
        recording.gate = Gate.OPEN
        _look_on([thread], lambda: thread.task_time().serving_cpu_s > 0.1)
        assert thread.task_time().on_cpu_s == 0
        thread.close()


#: Less than this of a CPU for threads that share one says that other programs took the rest.
_ALL_OF_IT = 0.95
_TRIES = 3


class _Spun(NamedTuple):
    """What a process of threads that spin had of a CPU, what is known of each, and what is true.

    That is the part of the time for which it was on a CPU, and ready, by the kernel.
    """

    left: float
    times: list[TaskTime]
    truths: list[tuple[float, float]]

    @property
    def is_fair(self) -> bool:
        """Whether all had about equal parts of one CPU."""
        shares = [each.split(1.0)[Activity.ON_CPU] for each in self.times]
        return all(abs(each - 1 / len(shares)) < 0.05 for each in shares)


def _spin(python: str, threads: int) -> _Spun:
    with _child(_THREADS_SPIN, str(threads), python=python) as child:
        assert child.stdout is not None
        child.stdout.readline()
        ids = [each.id for each in psutil.Process(child.pid).threads()]
        clock = process_clock(child.pid)
        with _watched(child.pid, *ids) as watched:
            begun_ns, used_ns = time.monotonic_ns(), time.clock_gettime_ns(clock)
            before = [_clocks(child.pid, each) for each in ids]
            _look_on(watched, lambda: watched[0].task_time().looks >= 2 * _LOOKS)
            now = [_clocks(child.pid, each) for each in ids]
            took_ns = time.monotonic_ns() - begun_ns
            left = (time.clock_gettime_ns(clock) - used_ns) / took_ns
            times = [each.task_time() for each in watched]
    both = [passed(*each) for each in zip(before, now, strict=True)]
    return _Spun(left, times, [(on_cpu / took_ns, ready / took_ns) for on_cpu, ready in both])


def _clocks(pid: int, native_id: int) -> CpuTime:
    return cpu_time(Path(f"/proc/{pid}/task/{native_id}/schedstat").read_bytes())


_OTHERS = [each for each in VERSIONS if each != OURS and find_python(each)]
_OTHERS_WITH_A_GIL = [each for each in _OTHERS if not each.endswith("t")]


_THREADS_OF_A_VERSION = pytest.mark.parametrize(
    ("version", "threads"),
    [
        (OURS, 2),
        pytest.param(OURS, 4, marks=pytest.mark.exhaustive),
        (OURS, 8),
        *((each, 3) for each in _OTHERS_WITH_A_GIL),
        *(
            pytest.param(each, threads, marks=pytest.mark.exhaustive)
            for each in _OTHERS_WITH_A_GIL
            for threads in (2, 8)
        ),
    ],
)


@cache
def _spun(version: str, threads: int) -> _Spun:
    """Once more if other programs took so much that the threads cannot have had equal parts."""
    python = find_python(version) or sys.executable
    for _ in range(_TRIES):
        spun = _spin(python, threads)
        if spun.is_fair or spun.left >= _ALL_OF_IT:
            break
    return spun


@_THREADS_OF_A_VERSION
def test_threads_that_spin_share_what_they_have_of_a_cpu_and_wait_for_the_gil(
    version: str, threads: int
) -> None:
    spun = _spun(version, threads)
    assert len(spun.times) == threads
    assert spun.left <= 1.05
    for each, (on_cpu, ready) in zip(spun.times, spun.truths, strict=True):
        parts = each.split(1.0)
        assert abs(parts[Activity.ON_CPU] - spun.left / threads) < 0.05
        assert parts[Activity.ON_CPU] == pytest.approx(on_cpu, abs=0.05)
        assert parts[Activity.READY] == pytest.approx(ready, abs=0.05)
        # They want nothing but a CPU and the GIL.
        assert parts[Activity.GIL] == pytest.approx(1 - on_cpu - ready, abs=0.05)
        rest = parts[Activity.GIL] + parts[Activity.READY]
        assert rest == pytest.approx(1 - parts[Activity.ON_CPU], abs=0.02)


@_THREADS_OF_A_VERSION
def test_threads_that_spin_have_equal_parts_of_one_cpu(version: str, threads: int) -> None:
    spun = _spun(version, threads)
    if not spun.is_fair and spun.left < _ALL_OF_IT:
        pytest.skip(f"{_TRIES} times other programs left them less: {spun.left:.2f} CPUs at last")
    assert spun.is_fair, spun
    for each in spun.times:
        # Looks alone say nearly the same; they find one that has been woken at it a little longer.
        gil = each.waits[Activity.GIL] / each.looks
        assert gil == pytest.approx(each.split(1.0)[Activity.GIL], abs=0.2)


@pytest.mark.parametrize("version", [OURS, *_OTHERS])
def test_processes_that_spin_never_wait_for_a_gil(version: str) -> None:
    python = find_python(version) or sys.executable
    with (
        _child(_SPIN, python=python) as one,
        _child(_SPIN, python=python) as other,
        _watched(one.pid) as [first],
        _watched(other.pid) as [second],
    ):
        both = [first, second]
        can_run = (Activity.ON_CPU, Activity.READY)
        # Its start may be in the first looks.
        _look_on(both, lambda: all(each.activity in can_run for each in both))
        _look_on(both, lambda: first.task_time().looks >= _LOOKS)
        for each in both:
            assert each.task_time().waits.get(Activity.GIL, 0) <= 0.01 * _LOOKS
            parts = each.task_time().split(1.0)
            assert sum(parts[activity] for activity in can_run) >= 0.95, parts


def test_a_worker_that_has_ended_is_at_nothing() -> None:
    with _child(_SPIN) as child, _watched(child.pid) as [thread]:
        _look_on([thread], lambda: thread.task_time().seen_s > 0)
        group = WatchedGroup()
        group.add(thread)
        child.kill()
        child.wait()
        _look_often(group)
        assert thread.activity is None
        # None of these may get the number of a file that the group reads.
        with ExitStack() as stack:
            for _ in range(4):
                stack.enter_context(Path(__file__).open("rb"))
            _look_often(group)
        assert thread.activity is None


def test_the_last_looks_at_one_that_has_ended_count_too() -> None:
    with _child(_BLOCKED[Activity.SLEEP]) as child, _watched(child.pid) as [thread]:
        _look_on([thread], lambda: thread.activity is Activity.SLEEP)
        before, group = thread.task_time().waits.get(Activity.SLEEP, 0), WatchedGroup()
        group.add(thread)
        for _ in range(10):
            group.look()
        child.kill()
        child.wait()
        group.remove(thread)
        assert thread.task_time().waits[Activity.SLEEP] >= before + 10


def _look_often(group: WatchedGroup) -> None:
    """So often that also a thread at rest is taken in, and its clocks are read."""
    for _ in range(200):
        group.look()
        time.sleep(0.001)


def test_what_a_thread_was_at_is_kept_to_its_end() -> None:
    read, write = os.pipe()
    code = f"import os; os.read({read}, 1)\n{_SPIN}"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, pass_fds=[read]) as child, _watched(child.pid) as [thread]:
        _look_on([thread], lambda: thread.activity is Activity.PIPE)
        os.write(write, b"x")
        _look_on([thread], lambda: thread.found is Activity.ON_CPU)
        child.kill()
        child.wait()
        _look_on([thread], lambda: thread.activity is None)
        states = thread.states.states()
        successor = WatchedThread(os.getpid(), os.getpid(), _InTask(_RECORDING, 1), thread.states)
        successor.look()
        successor.close()
    for each in (read, write):
        os.close(each)
    # Its start was at several things, of which some may have been seen.
    assert [(each.activity, each.cause) for each in states[-3:]] == [
        (Activity.PIPE, "a pipe"),
        (Activity.ON_CPU, ""),
        (None, ""),
    ]
    assert thread.states.states()[:-1] == states


def test_a_stretch_tells_of_what_is_new() -> None:
    with _child(_BLOCKED[Activity.SLEEP]) as child, _watched(child.pid) as [thread]:
        _look_on([thread], lambda: thread.activity is Activity.SLEEP)
        # Its start may be in the first two.
        for _ in range(2):
            _look_until_the_clocks_are_read(thread)
            thread.take_stretch()
        assert thread.take_stretch() is None
        _look_until_the_clocks_are_read(thread)
        stretch = thread.take_stretch()
        assert stretch is not None
        assert stretch.otherwise is Activity.SLEEP
        assert stretch.on_cpu == pytest.approx(0, abs=0.01)
        assert stretch.end_ns > stretch.start_ns


def _refuse_to_look(pid: int, native_id: int) -> None:
    raise PermissionError(pid, native_id)


def test_without_the_right_to_look_the_clocks_still_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "concur_workloads.observer.waiting.thread_probe.ThreadProbe", _refuse_to_look
    )
    with _child(_SPIN) as child, _watched(child.pid) as [thread]:
        _look_on([thread], lambda: thread.task_time().on_cpu_s > 0.1)
        assert thread.activity is None
        assert None in thread.task_time().split(1.0)


def test_of_what_nobody_could_see_a_stretch_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "concur_workloads.observer.waiting.thread_probe.ThreadProbe", _refuse_to_look
    )
    with _child(_BLOCKED[Activity.SLEEP]) as child, _watched(child.pid) as [thread]:
        # Its start may be in the first two.
        for _ in range(2):
            _look_until_the_clocks_are_read(thread)
            thread.take_stretch()
        _look_until_the_clocks_are_read(thread)
        stretch = thread.take_stretch()
        assert stretch is not None
        assert (round(stretch.on_cpu, 1), stretch.otherwise) == (0.0, None)


def test_the_sampler_looks_at_all_and_lets_go_of_their_files() -> None:
    with _child(_BLOCKED[Activity.SLEEP]) as child:
        before = psutil.Process().num_fds()
        threads = [_watch(child.pid, child.pid) for _ in range(MOST_AT_ONCE + 1)]
        sampler = ActivitySampler()
        for each in threads:
            sampler.watch(each)
        limit_s = time.monotonic() + _LIMIT_S
        while not all(each.task_time().looks for each in threads):
            assert time.monotonic() < limit_s
            os.sched_yield()
        sampler.forget(threads[0])
        sampler.close()
        assert psutil.Process().num_fds() == before


def test_the_sampler_says_how_many_rounds_were_late() -> None:
    with _child(_BLOCKED[Activity.SLEEP]) as child:
        sampler = ActivitySampler()
        assert sampler.late_share is None
        thread = _watch(child.pid, child.pid)
        sampler.watch(thread)
        limit_s = time.monotonic() + _LIMIT_S
        while not thread.task_time().looks:
            assert time.monotonic() < limit_s
            os.sched_yield()
        assert sampler.late_share is not None
        assert 0 <= sampler.late_share <= 1
        sampler.close()


def test_the_sampler_leaves_files_to_the_rest_of_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("concur_workloads.observer.waiting.sampler._most_threads", lambda: 1)
    with _child(_BLOCKED[Activity.SLEEP]) as child:
        sampler = ActivitySampler()
        assert sampler.has_room
        sampler.watch(_watch(child.pid, child.pid))
        assert not sampler.has_room
        sampler.close()

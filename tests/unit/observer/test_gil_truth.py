"""Who is seen to hold the GIL, against threads that say themselves when they had it."""

import json
import subprocess
import sys
from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

import pytest

from concur_workloads.observer.control_block.control_block_reader import why_no_control_blocks
from concur_workloads.observer.waiting.gil_bursts import GilBursts
from concur_workloads.observer.waiting.gil_watch import GilWatch
from concur_workloads.observer.waiting.sampler import ActivitySampler
from concur_workloads.observer.waiting.watched_thread import WatchedThread
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.results.gil_use import GilLook
from concur_workloads.results.hand_overs import HandOvers
from support.interpreters import OURS, VERSIONS, find_python

pytestmark = pytest.mark.skipif(bool(why_no_control_blocks()), reason="it is read from /proc")

_AROUND = """
import json, sys, threading, time

now, had = time.monotonic_ns, []
{work}
threads = [threading.Thread(target=work, args=(number,)) for number in range({threads})]
for each in threads:
    each.start()
print(json.dumps([each.native_id for each in threads]), flush=True)
begin()
for each in threads:
    each.join()
print(json.dumps(sorted(had)))
"""

#: A thread keeps the GIL until it waits for its lock, and wakes the other one long before that.
_IN_KNOWN_ORDER = """
sys.setswitchinterval(1_000)
locks = [threading.Lock(), threading.Lock()]
for each in locks:
    each.acquire()
begin = locks[0].release

def work(number):
    for _ in range(25):
        locks[number].acquire()
        from_ns = now()
        locks[1 - number].release()
        while now() < from_ns + 40_000_000:
            pass
        had.append((from_ns, now(), number + 1))
"""

#: A thread that reads the clock all the time notices when it did not run.
_AS_THEY_LIKE = """
all_started = threading.Event()
begin = all_started.set

def work(number):
    all_started.wait()
    from_ns = last_ns = now()
    end_ns = from_ns + 2_000_000_000
    while last_ns < end_ns:
        at_ns = now()
        if at_ns > last_ns + 100_000:
            had.append((from_ns, last_ns, number + 1))
            from_ns = at_ns
        last_ns = at_ns
"""


class _Had(NamedTuple):
    """When a worker had the GIL."""

    from_ns: int
    to_ns: int
    worker: int


class _AlwaysInTask:
    """What a lane would say of a worker that is always in a task."""

    version = 0
    is_held = False

    def status(self) -> Any:
        return SimpleNamespace(state=State.RUNNING)


class _Watching(NamedTuple):
    """What was seen of threads that do the work, and what they say themselves."""

    looks: Sequence[GilLook]
    in_bursts: HandOvers
    had: list[_Had]


def _watch(python: str, work: str, threads: int) -> _Watching:
    program = _AROUND.format(work=work, threads=threads)
    with subprocess.Popen([python, "-c", program], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        ids = json.loads(child.stdout.readline())
        reader = cast("LaneReader", _AlwaysInTask())
        watched = {
            worker: WatchedThread(child.pid, native_id, reader)
            for worker, native_id in enumerate(ids, start=1)
        }
        watch, sampler = GilWatch(lambda: watched), ActivitySampler()
        sampler.after_each_round(watch.note_round)
        sampler.look_in_bursts(GilBursts(lambda: watched, watch.note_burst))
        for each in watched.values():
            sampler.watch(each)
        told = json.loads(child.stdout.readline())
        sampler.close()
    use = watch.use()
    assert use is not None
    return _Watching(watch.take_looks(), use.in_bursts, [_Had(*each) for each in told])


def _is_right(look: GilLook, had: Sequence[_Had]) -> bool:
    """Whether the one that was named had it; while none ran, one had it that did next to it."""
    at_ns = round(look.at_s * 1e9)
    after = bisect([each.from_ns for each in had], at_ns)
    near = had[max(0, after - 1) : after + 1]
    within = [each for each in near if each.from_ns <= at_ns <= each.to_ns]
    return look.holder in {each.worker for each in within or near}


def _python(version: str) -> str:
    path = None if version == OURS else find_python(version)
    if version != OURS and path is None:
        pytest.skip(f"no Python {version} on this machine")
    return path or sys.executable


@pytest.mark.parametrize(
    "version", [OURS, *(each for each in VERSIONS if each != OURS and not each.endswith("t"))]
)
def test_of_two_that_hand_over_in_a_known_order_the_right_one_is_named(version: str) -> None:
    looks, in_bursts, had = _watch(_python(version), _IN_KNOWN_ORDER, threads=2)
    assert all(one.worker != next_one.worker for one, next_one in pairwise(had))
    # Only while both are at it can one wait for the other.
    inside = [each for each in looks if had[0].from_ns < each.at_s * 1e9 < had[-2].to_ns]
    named = [each for each in inside if each.holder is not None]
    assert len(named) >= 0.5 * len(inside)
    right = sum(_is_right(each, had) for each in named)
    assert right >= 0.95 * len(named)
    changes = sum(each.changed for each in named)
    assert 0 < changes <= len(had)
    # One every 40 ms.
    assert in_bursts.per_s == pytest.approx(25, abs=in_bursts.error_per_s + 3)
    assert in_bursts.error_per_s < 30


@pytest.mark.parametrize("threads", [2, 4, 8])
def test_of_threads_that_spin_the_right_one_is_named(threads: int) -> None:
    looks, _, had = _watch(_python(OURS), _AS_THEY_LIKE, threads)
    named = [each for each in looks if each.holder is not None]
    assert len(named) >= 20
    right = sum(_is_right(each, had) for each in named)
    assert right >= 0.95 * len(named), f"{right} of {len(named)}"


def test_hand_overs_of_threads_that_spin_are_counted_in_bursts() -> None:
    _, in_bursts, had = _watch(_python(OURS), _AS_THEY_LIKE, threads=4)
    seconds = (had[-1].to_ns - had[0].from_ns) / 1e9
    truth_per_s = sum(one.worker != after.worker for one, after in pairwise(had)) / seconds
    assert in_bursts.bursts >= 2
    error_per_s = in_bursts.error_per_s + 0.2 * truth_per_s
    assert in_bursts.per_s == pytest.approx(truth_per_s, abs=error_per_s)
    # By looks a hundred times a second alone, a third of them would be seen.
    assert in_bursts.per_s > 0.5 * truth_per_s

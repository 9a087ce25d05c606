"""What a thread was seen at: each state once, from when it was seen first."""

import os
import subprocess
import sys
import time
from itertools import pairwise

import psutil
import pytest

from concur_workloads.observer.control_block.block import ControlBlock, Field, FieldReading
from concur_workloads.observer.control_block.control_block_reader import why_no_control_blocks
from concur_workloads.observer.control_block.state_in_block import see_block
from concur_workloads.observer.python_frames.frame_look import FrameLook
from concur_workloads.observer.waiting.state_watch import StateWatch
from concur_workloads.observer.waiting.states_seen import MOST_STATES, SeenState, StatesSeen
from concur_workloads.observer.waiting.wait_cause import NOTHING
from concur_workloads.results.activity import Activity

_LIMIT_S = 20.0
_ON_LINUX = pytest.mark.skipif(bool(why_no_control_blocks()), reason="it is read from /proc")


def test_a_state_is_kept_once_from_the_first_look_that_found_it() -> None:
    seen = StatesSeen()
    for at_ns, (activity, cause) in enumerate(
        [
            (Activity.ON_CPU, ""),
            (Activity.ON_CPU, ""),
            (Activity.PIPE, "a pipe"),
            (Activity.PIPE, "a socket"),
            (None, ""),
            (None, ""),
        ]
    ):
        seen.see(at_ns, activity, cause)
    assert seen.states() == (
        SeenState(0, Activity.ON_CPU, ""),
        SeenState(2, Activity.PIPE, "a pipe"),
        SeenState(3, Activity.PIPE, "a socket"),
        SeenState(4, None, ""),
    )


def test_the_last_ones_are_kept() -> None:
    seen = StatesSeen()
    for at_ns in range(3 * MOST_STATES):
        seen.see(at_ns, Activity.GIL if at_ns % 2 else Activity.ON_CPU)
    assert [each.since_ns for each in seen.states()] == [*range(2 * MOST_STATES, 3 * MOST_STATES)]


def test_a_thread_that_was_never_seen_has_no_past() -> None:
    seen = StatesSeen()
    seen.see(1, None)
    assert not seen.states()


def _block(state: str, waits_for: str | None) -> ControlBlock:
    values = {"state": state, "waits for": waits_for}
    readings = (
        FieldReading(Field("State", name, "", "thread", "", ""), value)
        for name, value in values.items()
    )
    return ControlBlock(7, 8, 0, tuple(readings), FrameLook(0))


def test_control_blocks_say_it_too() -> None:
    seen = StatesSeen()
    looks = [
        _block("S, waiting", "the GIL"),
        _block("S, waiting", "the GIL"),
        _block("R, running or ready", "nothing: it runs"),
        _block("D, waiting", "a disk"),
        _block("S, waiting", NOTHING),
        _block("S, waiting", None),
        _block("T, stopped by a signal", None),
        _block("Z, zombie", None),
        None,
    ]
    for at_ns, block in enumerate(looks):
        see_block(seen, block, at_ns)
    assert seen.states() == (
        SeenState(0, Activity.GIL, "the GIL"),
        SeenState(2, Activity.ON_CPU, ""),
        SeenState(3, Activity.DISK, "a disk"),
        SeenState(4, Activity.ON_CPU, ""),
        SeenState(5, Activity.OTHER, ""),
        SeenState(6, Activity.STOPPED, ""),
        SeenState(7, Activity.ZOMBIE, ""),
        SeenState(8, None, ""),
    )


_IN_AND_OUT_OF_A_PIPE = """
import os, sys
while os.read(0, 1):
    end = os.times().user + 0.05
    while os.times().user < end:
        pass
"""


@_ON_LINUX
def test_a_thread_of_any_program_is_watched_to_its_end() -> None:
    read, write = os.pipe()
    with subprocess.Popen([sys.executable, "-c", _IN_AND_OUT_OF_A_PIPE], stdin=read) as child:
        os.close(read)
        watch = StateWatch(child.pid, child.pid)
        states = _look_until_at(watch, Activity.PIPE)
        for _ in range(2):
            os.write(write, b"x")
            states += _look_until_at(watch, Activity.ON_CPU)
            states += _look_until_at(watch, Activity.PIPE)
        os.close(write)
        child.wait()
        states += _look_until_at(watch, None)
    watch.close()
    assert watch.looks > len(states)
    assert watch.has_ended
    assert {each.cause for each in states if each.activity is Activity.PIPE} >= {"a pipe"}
    assert all(before[1:] != after[1:] for before, after in pairwise(states))
    times = [each.since_ns for each in states]
    assert times == sorted(times)


def _look_until_at(watch: StateWatch, activity: Activity | None) -> list[SeenState]:
    states: list[SeenState] = []
    limit_s = time.monotonic() + _LIMIT_S
    while watch.state is None or watch.state.activity is not activity:
        assert time.monotonic() < limit_s, states[-3:]
        state = watch.look()
        states += [] if state is None else [state]
        time.sleep(0.001)
    return states


@_ON_LINUX
def test_what_is_not_there_or_may_not_be_seen_cannot_be_watched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(OSError, match="No such file"):
        StateWatch(1 << 23, 1 << 23)

    def refuse(*_arguments: int) -> bytes:
        raise PermissionError("not permitted")

    before = psutil.Process().num_fds()
    monkeypatch.setattr("os.pread", refuse)
    with pytest.raises(PermissionError):
        StateWatch(os.getpid(), os.getpid())
    monkeypatch.undo()
    assert psutil.Process().num_fds() == before

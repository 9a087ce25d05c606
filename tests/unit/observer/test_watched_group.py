"""What a group of threads reads of them, and what it leaves out."""

import os
from pathlib import Path
from typing import Any

import pytest

from concur_workloads.observer.waiting.watched_group import WatchedGroup

_SLEEPS, _READS, _RUNS = b"230 0x1\n", b"0 0x7\n", b"running\n"

#: What a thread that has not run may have been looked at more often than, before it is noted that
#: it was woken.
_ENOUGH = 8


#: Above the highest that Linux gives.
_NO_PROCESS = 1 << 23


class _Thread:
    """A thread whose files are a test's own; notes what was taken in."""

    def __init__(self, folder: Path) -> None:
        self.pid = _NO_PROCESS
        self._turns, self._call = folder / "schedstat", folder / "syscall"
        self.says(b"1 0 1\n", _SLEEPS)
        self.turns_file: int | None = os.open(self._turns, os.O_RDONLY)
        self.call_file = os.open(self._call, os.O_RDONLY)
        self.lane_version = self.known_version = 0
        self.taken: list[tuple[bytes, int]] = []
        self.looks = 0
        self.settled = -1

    def says(self, turns: bytes, line: bytes) -> None:
        self._turns.write_bytes(turns)
        self._call.write_bytes(line)

    def take(self, line: Any, version: int, _now_ns: int, _turns: Any, left_out: int) -> Any:
        self.known_version = version
        self.taken.append((line, left_out))
        return line

    def look(self) -> None:
        self.looks += 1

    def settle(self, left_out: int) -> None:
        self.settled = left_out


@pytest.fixture
def thread(tmp_path: Path) -> Any:
    return _Thread(tmp_path)


@pytest.fixture
def group(thread: Any) -> WatchedGroup:
    """Has looked once."""
    made = WatchedGroup()
    made.add(thread)
    made.look()
    return made


def _look(group: WatchedGroup, times: int) -> None:
    for _ in range(times):
        group.look()


def test_of_one_that_rests_hardly_anything_is_taken_in_and_every_look_counts(
    group: WatchedGroup, thread: _Thread
) -> None:
    _look(group, 999)
    assert len(thread.taken) <= 1_000 / 16 + 1
    left_out = sum(each for _, each in thread.taken)
    assert len(thread.taken) + left_out > 950
    group.remove(thread)  # type: ignore[arg-type]
    assert len(thread.taken) + left_out + thread.settled == 1_000


def test_of_many_that_rest_each_is_taken_in_less_often(
    group: WatchedGroup, thread: _Thread, tmp_path: Path
) -> None:
    for number in range(63):
        folder = tmp_path / str(number)
        folder.mkdir()
        group.add(_Thread(folder))  # type: ignore[arg-type]
    _look(group, 999)
    assert len(thread.taken) < 10


def test_one_that_ran_and_waits_elsewhere_is_seen_at_once(
    group: WatchedGroup, thread: _Thread
) -> None:
    _look(group, 2)
    thread.says(b"2 0 2\n", _READS)
    group.look()
    assert thread.taken == [(_SLEEPS, 0), (_READS, 2)]


def test_one_that_was_woken_but_has_not_run_is_seen_after_a_few_looks(
    group: WatchedGroup, thread: _Thread
) -> None:
    thread.says(b"1 0 1\n", _RUNS)
    _look(group, _ENOUGH)
    assert thread.taken[-1][0] == _RUNS


def test_one_with_another_task_is_taken_in_though_it_waits_for_the_same(
    group: WatchedGroup, thread: _Thread
) -> None:
    thread.lane_version = 1
    thread.says(b"2 0 2\n", _SLEEPS)
    group.look()
    assert thread.taken == [(_SLEEPS, 0), (_SLEEPS, 0)]


def test_one_that_rests_in_another_task_is_taken_in_once_more_as_it_may_have_been_stopped(
    group: WatchedGroup, thread: _Thread
) -> None:
    thread.lane_version = 1
    thread.says(b"2 0 2\n", _SLEEPS)
    group.look()
    _look(group, 2 * _ENOUGH)
    assert len(thread.taken) == 3


def test_one_that_turns_but_stays_at_the_same_is_taken_in_now_and_then(
    group: WatchedGroup, thread: _Thread
) -> None:
    for turn in range(2, 102):
        thread.says(b"%d 0 %d\n" % (turn, turn), _SLEEPS)
        group.look()
    assert 5 <= len(thread.taken) <= 10


def test_one_whose_turns_are_not_told_is_looked_at_each_time(thread: _Thread) -> None:
    thread.turns_file = None
    group = WatchedGroup()
    group.add(thread)  # type: ignore[arg-type]
    _look(group, 5)
    assert thread.looks == 5
    group.remove(thread)  # type: ignore[arg-type]
    assert not len(group)


def test_one_that_was_removed_is_not_read_any_more(group: WatchedGroup, thread: _Thread) -> None:
    group.remove(thread)  # type: ignore[arg-type]
    thread.says(b"2 0 2\n", _READS)
    group.look()
    assert thread.taken == [(_SLEEPS, 0)]
    assert not len(group)


def test_one_that_has_ended_keeps_no_others_from_being_read(
    group: WatchedGroup, thread: _Thread, tmp_path: Path
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    ended = _Thread(folder)
    group.add(ended)  # type: ignore[arg-type]
    assert ended.turns_file is not None
    for file in (ended.turns_file, ended.call_file):
        os.close(file)
    thread.says(b"2 0 2\n", _READS)
    group.look()
    assert thread.taken[-1][0] == _READS

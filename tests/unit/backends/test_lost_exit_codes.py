"""A fork server tells an exit code once: who asks second is told 255, which blames nobody."""

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from concur_workloads.backends.base import Host
from concur_workloads.backends.executors import executor_processes
from concur_workloads.backends.executors.executor_processes import ExecutorProcesses
from concur_workloads.backends.executors.pool_post_mortem import PoolPostMortem
from concur_workloads.backends.pool.pool_crew import PoolCrew
from concur_workloads.protocol.events import Event, WorkerExited
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.writer import LaneWriter
from concur_workloads.spec import RunSpec

_LOST = 255
_TERMINATED = -15


class SilentHost:
    """As much of the runner as hears of processes; nothing that is watched ever happens."""

    spec = RunSpec("no-op", backend="multiprocessing.Pool", start_method="forkserver")

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.told: list[Event] = []

    def emit(self, event: Event) -> None:
        """Keep what the program would be told."""
        self.told.append(event)

    def watch(self, source: int, ready: Callable[[], None]) -> None:
        """Never call `ready`."""

    def unwatch(self, source: int) -> None:
        """There is nothing to stop."""


class EndedProcess:
    """What a process object says of a process whose exit code is set by hand."""

    def __init__(self, pid: int, exitcode: int | None = None) -> None:
        self.pid = pid
        self.exitcode = exitcode
        self.sentinel, self._other_end = os.pipe()

    def close(self) -> None:
        """Let go of the pipe."""
        os.close(self.sentinel)
        os.close(self._other_end)


class Room:
    """A recording with two lanes, and who works there."""

    def __init__(self) -> None:
        self.recording = Recording.create(2)
        self.host = SilentHost(self.recording)
        self.readers = {lane: LaneReader(self.recording, lane) for lane in (1, 2)}
        self.processes: list[EndedProcess] = []

    def process(self, pid: int, exitcode: int | None = None) -> Any:
        """A process that has no lane yet."""
        self.processes.append(EndedProcess(pid, exitcode))
        return self.processes[-1]

    def take_lane(self, lane: int, pid: int, task: int) -> None:
        """Have the process get ready in a lane and begin a task."""
        writer = LaneWriter(self.recording, lane)
        writer.identify(pid, pid, 1, 2)
        writer.say(State.RUNNING, task, 1)

    def executor_processes(self, *codes: int) -> ExecutorProcesses:
        """One process for each lane, which ended with that code on the task of its number."""
        found = ExecutorProcesses(cast("Host", self.host), self.readers)
        for lane, code in enumerate(codes, 1):
            found.creating(self.process(1_000 + lane, code))
            self.take_lane(lane, 1_000 + lane, lane)
        found.look()
        return found


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    for each in made.processes:
        each.close()
    made.recording.close()


def _ends(room: Room) -> list[tuple[int | None, bool, int, int]]:
    """Exit code, whether it was expected, the task and since when it was on it."""
    ends = (event for event in room.host.told if isinstance(event, WorkerExited))
    return [(each.exit, each.expected, each.task, each.since_ns) for each in ends]


def test_a_broken_pool_blames_nobody_for_a_lost_code(room: Room) -> None:
    processes = room.executor_processes(_LOST, 3)
    found = PoolPostMortem(processes, room.readers, {})
    assert found.known() == "Worker 2 (process 1002) exited with code 3 while it ran task 2."


def test_a_broken_pool_names_who_may_have_died_where_nothing_else_is_known(room: Room) -> None:
    processes = room.executor_processes(_LOST, _TERMINATED)
    found = PoolPostMortem(processes, room.readers, {})
    assert found.known() == ""
    assert found.unknown() == "Worker 1 (process 1001) ended in an unknown way while it ran task 1."


def test_the_older_pool_does_not_tell_a_lost_code_as_one(room: Room) -> None:
    crew = PoolCrew(cast("Host", room.host), room.readers)
    first = room.process(1_001)
    crew.creating(first)
    room.take_lane(1, 1_001, 5)
    crew.look()
    first.exitcode = _LOST
    replacing = threading.Thread(target=crew.creating, args=(room.process(1_002),))
    replacing.start()
    replacing.join()
    crew.look()
    death = crew.next_death()
    assert death is not None
    assert crew.sentence(death) == (
        "Worker 1 (process 1001) ended in an unknown way while it ran task 5"
    )
    since_ns = room.readers[1].status().since_ns
    assert _ends(room) == [(None, False, 5, since_ns)]
    crew.end()
    crew.wakeup.close()


def test_the_older_pool_tells_the_task_though_a_successor_has_the_lane_already(room: Room) -> None:
    crew = PoolCrew(cast("Host", room.host), room.readers)
    first = room.process(1_001)
    crew.creating(first)
    room.take_lane(1, 1_001, 5)
    crew.look()
    since_ns = room.readers[1].status().since_ns
    first.exitcode = -9
    replacing = threading.Thread(target=crew.creating, args=(room.process(1_002),))
    replacing.start()
    replacing.join()
    room.take_lane(1, 1_002, 6)
    crew.look()
    assert _ends(room) == [(-9, False, 5, since_ns)]
    crew.end()
    crew.wakeup.close()


def test_an_executor_tells_the_task_though_a_successor_has_the_lane_already(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executor_processes, "_exists", lambda pid: pid != 1_001)
    processes = room.executor_processes(-9, 0)
    since_ns = room.readers[1].status().since_ns
    processes.creating(room.process(1_003))
    room.take_lane(1, 1_003, 6)
    LaneWriter(room.recording, 2).say(State.IDLE)
    processes.creating(room.process(1_004))
    room.take_lane(2, 1_004, 7)
    processes.look()
    assert _ends(room) == [(-9, False, 1, since_ns), (0, True, -1, 0)]


def test_the_number_of_a_process_without_a_lane_may_be_given_to_others(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive = {1_001}
    now_s = 0.0
    monkeypatch.setattr(executor_processes, "_exists", lambda pid: pid in alive)
    monkeypatch.setattr(executor_processes, "monotonic", lambda: now_s)
    processes = ExecutorProcesses(cast("Host", room.host), room.readers)
    processes.creating(room.process(1_001))
    processes.look()
    alive.clear()
    processes.look()
    alive.add(1_001)
    assert not processes.have_all_gone()
    now_s = 2.0
    assert processes.have_all_gone()


def test_an_end_is_told_though_no_successor_comes_and_only_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive = {1_001, 1_002, 1_003}
    monkeypatch.setattr(executor_processes, "_exists", lambda pid: pid in alive)
    processes = ExecutorProcesses(cast("Host", room.host), room.readers)
    first = room.process(1_001)
    processes.creating(first)
    room.take_lane(1, 1_001, 5)
    processes.look()
    alive.remove(1_001)
    # The executor has not waited for it yet.
    processes.tell_ended()
    assert room.host.told == []
    first.exitcode = -9
    processes.tell_ended()
    since_ns = room.readers[1].status().since_ns
    assert _ends(room) == [(-9, False, 5, since_ns)]
    assert processes.is_told(first)
    processes.creating(room.process(1_003))
    room.take_lane(1, 1_003, 6)
    processes.look()
    processes.tell_ended()
    assert len(_ends(room)) == 1

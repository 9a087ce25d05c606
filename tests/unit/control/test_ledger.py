"""What workers did in a pass, from their lanes and from what the runner tells."""

import time
from collections.abc import Iterator

import pytest

from concur_workloads.control.lane_passes import LanePass
from concur_workloads.control.ledger import Ledger
from concur_workloads.protocol.events import (
    PassFinished,
    PassStarted,
    Paused,
    Resumed,
    TaskFailed,
    WorkerExited,
    WorkerReady,
    WorkersReady,
)
from concur_workloads.recorder.layout import Kind, State
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.writer import LaneWriter

_TASKS = 4
_MS = 1_000_000

#: How long ago the pass began.
_AGO_MS = 1_000


class Scene:
    """A runner with two lanes in its first pass; all times are milliseconds since that began."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.ledger = Ledger(recording, _TASKS, 0, 0, lambda _level, _text: None)
        self.start_ns = time.monotonic_ns() - _AGO_MS * _MS
        self.ledger.take(PassStarted(1, self.start_ns))

    def at(self, ms: int) -> int:
        """That moment by the clock."""
        return self.start_ns + ms * _MS

    def run(self, lane: int, task: int, start_ms: int, end_ms: int, kind: Kind = Kind.TASK) -> None:
        """Have the worker of a lane run a task."""
        number = 0 if kind is Kind.WARM_UP else 1
        times = (self.at(start_ms), self.at(end_ms))
        LaneWriter(self.recording, lane).record(kind, task, number, *times, 0)

    def begin(self, lane: int, task: int) -> int:
        """Have it begin one now; when that was, in nanoseconds."""
        LaneWriter(self.recording, lane).say(State.RUNNING, task, 1)
        return self.ledger.readers[lane].status().since_ns

    def pause(self, begin_ms: int, end_ms: int | None = None) -> None:
        """Have the runner tell of a pause."""
        self.ledger.take(Paused(self.at(begin_ms)))
        if end_ms is not None:
            self.ledger.take(Resumed(self.at(end_ms)))

    def exit(self, lane: int, ended_ms: int, task: int = -1, since_ns: int = 0) -> None:
        """Have it tell that a worker was killed."""
        ended_ns = self.at(ended_ms)
        self.ledger.take(
            WorkerExited(
                lane, 7, -9, expected=False, ended_ns=ended_ns, task=task, since_ns=since_ns
            )
        )

    def ready(self, lane: int, created_ms: int, ready_ms: int) -> None:
        """Have it tell that a worker is ready."""
        self.ledger.take(WorkerReady(lane, 8, 8, self.at(created_ms), self.at(ready_ms)))

    def so_far(self) -> tuple[LanePass, LanePass]:
        """What the workers of the two lanes did until now."""
        self.ledger.drain()
        ((_, lanes),) = self.ledger.work_so_far()
        return lanes[1], lanes[2]

    def finish(self, end_ms: int, failed: int = 0) -> tuple[LanePass, LanePass]:
        """The same of the whole pass."""
        ok = _TASKS - failed
        self.ledger.take(
            PassFinished(1, "completed", self.start_ns, self.at(end_ms), ok, failed, "")
        )
        ((_, lanes),) = self.ledger.work_so_far()
        return lanes[1], lanes[2]


@pytest.fixture
def scene() -> Iterator[Scene]:
    with Recording.create(2) as recording:
        yield Scene(recording)


def test_the_tail_of_a_worker_begins_when_no_task_is_left(scene: Scene) -> None:
    for task in (0, 1):
        scene.run(1, task, 100 * task, 100 * task + 50)
    scene.run(2, 2, 0, 10)
    assert [each.tail_ns for each in scene.so_far()] == [0, 0]
    scene.begin(1, 3)
    first, second = scene.so_far()
    assert first.tail_ns == 0
    assert second.tail_ns >= (_AGO_MS - 10) * _MS


@pytest.mark.parametrize("state", [State.STARTING, State.IDLE, State.WARMING_UP, State.ENDED])
def test_the_tail_of_a_worker_that_is_replaced_begins_with_the_end_of_its_last_task(
    state: State, scene: Scene
) -> None:
    for task in range(3):
        scene.run(1, task, 100 * task, 100 * task + 90)
    scene.run(2, 3, 0, 100)
    # When the end of the pass is heard of, its successor may be ready.
    LaneWriter(scene.recording, 2).say(state)
    assert [each.tail_ns for each in scene.finish(400)] == [110 * _MS, 300 * _MS]


def test_a_task_that_is_tried_again_leaves_the_others_to_begin(scene: Scene) -> None:
    for place in range(3):
        scene.run(1, 0, 100 * place, 100 * place + 50, Kind.FAILED_TASK)
    scene.run(2, 1, 0, 10)
    assert [each.tail_ns for each in scene.so_far()] == [0, 0]


def test_a_successor_that_warms_up_has_begun_no_task(scene: Scene) -> None:
    for task in range(3):
        scene.run(1, task, 100 * task, 100 * task + 50)
    LaneWriter(scene.recording, 2).say(State.WARMING_UP)
    assert [each.tail_ns for each in scene.so_far()] == [0, 0]


def test_a_task_has_begun_once_though_its_worker_died_on_it(scene: Scene) -> None:
    since_ns = scene.begin(1, 0)
    scene.run(2, 1, 0, 10)
    scene.exit(1, _AGO_MS + 1, task=0, since_ns=since_ns)
    # The lane of the dead says that it is on one until a successor has it.
    assert scene.so_far()[1].tail_ns == 0
    LaneWriter(scene.recording, 1).say(State.STARTING)
    for task in (2, 3):
        scene.run(2, task, 100 * task, 100 * task + 50)
    # It is counted still.
    assert scene.so_far()[1].tail_ns >= (_AGO_MS - 350) * _MS


def test_a_task_that_never_began_is_left_to_nobody(scene: Scene) -> None:
    for task in range(3):
        scene.run(1, task, 100 * task, 100 * task + 50)
    scene.ledger.take(TaskFailed(1, 2, 1, "it raised"))
    assert scene.so_far()[0].tail_ns == 0
    scene.ledger.take(TaskFailed(1, 3, None, "its argument cannot be pickled"))
    assert scene.so_far()[0].tail_ns > 0


def test_a_worker_that_died_on_a_task_was_in_it_until_then(scene: Scene) -> None:
    scene.exit(1, 400, task=0, since_ns=scene.at(100))
    LaneWriter(scene.recording, 1).say(State.STARTING)
    first, second = scene.so_far()
    assert first.unfinished_ns == 300 * _MS
    assert second.unfinished_ns == 0


def test_a_pause_counts_though_tasks_have_begun_when_its_end_is_heard(scene: Scene) -> None:
    scene.run(1, 0, 0, 250)
    scene.run(2, 1, 0, 50)
    for lane, task in ((1, 2), (2, 3)):
        scene.run(lane, task, 600, 700)
    scene.pause(200, 600)
    first, second = scene.finish(800)
    assert [first.paused_ns, second.paused_ns] == [350 * _MS, 400 * _MS]
    assert [first.tail_ns, second.tail_ns] == [100 * _MS] * 2


def test_a_pause_counts_though_it_ends_together_with_the_pass(scene: Scene) -> None:
    for task in range(_TASKS):
        scene.run(1, task, 50 * task + 300 * (task == 3), 50 * task + 10 + 300 * (task == 3))
    scene.pause(150, 400)
    assert scene.finish(500)[0].paused_ns == 250 * _MS


def test_a_worker_that_is_replaced_in_a_pause_was_paused_before_and_after(scene: Scene) -> None:
    scene.run(1, 0, 0, 100)
    scene.pause(200)
    scene.exit(1, 300)
    LaneWriter(scene.recording, 1).say(State.STARTING)
    first, _ = scene.so_far()
    assert first.paused_ns == 100 * _MS
    assert first.starting_ns >= (_AGO_MS - 300) * _MS
    scene.ready(1, 310, 400)
    scene.run(1, -1, 700, 750, Kind.WARM_UP)
    for task in range(1, _TASKS):
        scene.run(1, task, 700 + 50 * task, 740 + 50 * task)
    scene.ledger.take(Resumed(scene.at(700)))
    first, _ = scene.finish(950)
    assert first.paused_ns == (100 + 300) * _MS
    assert first.starting_ns == 100 * _MS
    assert first.warming_up_ns == 50 * _MS


def test_a_pause_keeps_no_task_from_workers_when_none_is_left_to_begin(scene: Scene) -> None:
    for lane, task in ((1, 0), (2, 1)):
        scene.run(lane, task, 100, 200)
    scene.run(1, 2, 200, 300)
    scene.run(2, 3, 200, 900)
    scene.pause(400)
    first, _ = scene.so_far()
    assert first.paused_ns == 0
    assert first.tail_ns >= (_AGO_MS - 300) * _MS
    scene.ledger.take(Resumed(scene.at(800)))
    first, second = scene.finish(900)
    assert [first.paused_ns, second.paused_ns] == [0, 0]
    assert [first.tail_ns, second.tail_ns] == [600 * _MS, 0]


def test_who_gets_no_further_task_was_paused_as_long_as_there_was_one(scene: Scene) -> None:
    scene.run(1, 0, 0, 100)
    for task in range(1, 3):
        scene.run(2, task, 100 * task - 100, 100 * task)
    scene.pause(150, 600)
    scene.run(2, 3, 600, 800)
    first, second = scene.finish(800)
    assert [first.paused_ns, first.tail_ns] == [450 * _MS, 250 * _MS]
    assert [second.paused_ns, second.tail_ns] == [400 * _MS, 0]


def test_a_pause_from_before_the_pass_counts_from_its_start(scene: Scene) -> None:
    scene.pause(-500, 300)
    scene.run(1, 0, 400, 500)
    assert [each.paused_ns for each in scene.so_far()] == [300 * _MS] * 2


def test_handing_out_is_not_what_it_takes_to_replace_workers(scene: Scene) -> None:
    for lane in (1, 2):
        scene.run(lane, lane, 10, 100)
    scene.exit(1, 120)
    scene.ready(1, 130, 300)
    scene.run(1, -1, 300, 350, Kind.WARM_UP)
    scene.run(1, 0, 370, 400)
    # This one is replaced when it has had its last task.
    scene.run(2, 3, 110, 200)
    scene.exit(2, 220)
    scene.ready(2, 230, 390)
    scene.run(2, -1, 390, 395, Kind.WARM_UP)
    scene.finish(400)
    (ended,) = scene.ledger.passes
    waits_ms = [10, 20 + 20, 10, 10]
    assert ended.dispatch_s == pytest.approx(sum(waits_ms) / 1_000 / _TASKS)


def test_the_first_start_of_a_lane_is_kept(scene: Scene) -> None:
    scene.ready(1, -500, -400)
    scene.ready(2, -500, -300)
    scene.ledger.take(WorkersReady(scene.at(-500), 0.2, 0.0))
    scene.ready(1, 100, 200)
    assert scene.ledger.first_ready_ns == {1: scene.at(-400), 2: scene.at(-300)}

"""The control block of a worker on the screen: its fields, another's beside it, and its end."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from concur_tui.screens.control_block import control_block_screen, state_rows, watched_worker
from concur_tui.screens.control_block.control_block_screen import ControlBlockScreen
from concur_tui.screens.control_block.control_block_table import ControlBlockTable
from concur_tui.screens.control_block.frames_screen import FramesScreen
from concur_tui.widgets.parts_line import PartsLine
from concur_tui.widgets.state_log import StateLog
from concur_workloads.api import (
    Activity,
    ControlBlock,
    Field,
    FieldReading,
    Frame,
    FrameLook,
    PythonThread,
    RunSnapshot,
    SeenState,
)
from support.fake_experiment import running
from support.waiting_thread import waiting_thread
from support.workbench import Bench, workbench

_STATE = Field("State", "state", "", "thread", "/proc/PID/task/TID/stat: field 3", "Its state.")
_CAUSE = Field("State", "waits for", "", "thread", "/proc/PID/task/TID/syscall", "For what.")
_FIELDS = (
    Field("Identity", "process", "", "process", "/proc/PID/status: Tgid", "Its number."),
    _STATE,
    _CAUSE,
    Field("Scheduling", "on CPU", "s", "thread", "/proc/PID/task/TID/schedstat", "How long."),
    Field("Scheduling", "migrations", "times", "thread", "/proc/PID/task/TID/sched", "How often."),
    Field("Memory", "own (USS)", "B", "process", "/proc/PID/smaps_rollup", "What is its own."),
)


class _Kernel:
    """What the fake readers find, by thread; a test changes it."""

    def __init__(self) -> None:
        self.values: dict[int, tuple[Any, ...]] = {}
        self.frames: dict[int, FrameLook] = {}
        self.open_readers = 0

    def reader(self, pid: int, tid: int, *, python_thread: PythonThread | None) -> "_FakeReader":
        self.open_readers += 1
        return _FakeReader(self, pid, tid)


class _FakeReader:
    def __init__(self, kernel: _Kernel, pid: int, tid: int) -> None:
        self._kernel = kernel
        self._pid = pid
        self._tid = tid

    def read(self) -> ControlBlock | None:
        values = self._kernel.values.get(self._tid)
        if values is None:
            return None
        readings = (
            FieldReading(field, value, "" if value is not None else "it runs")
            for field, value in zip(_FIELDS, values, strict=True)
        )
        return ControlBlock(self._pid, self._tid, 0, tuple(readings), FrameLook(0))

    def look_at_frames(self) -> FrameLook:
        return self._kernel.frames[self._tid]

    def close(self) -> None:
        self._kernel.open_readers -= 1


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Kernel]:
    made = _Kernel()
    made.values = {
        4001: (4000, "R, running or ready", None, 1.25, 12_345, 3 << 20),
        4002: (4000, "S, waiting (can be interrupted)", "the GIL", 0.5, 7, 3 << 20),
        4003: (4003, "S, waiting (can be interrupted)", "a socket", 0.25, 3, 1 << 20),
    }
    monkeypatch.setattr(watched_worker, "ControlBlockReader", made.reader)
    yield made
    assert made.open_readers == 0


def _three_workers() -> RunSnapshot:
    """Two threads of one process, and a process."""
    snapshot = running(4.0, workers=3)
    lanes = (
        replace(lane, pid=pid, native_id=tid)
        for lane, (pid, tid) in zip(
            snapshot.lanes, [(4000, 4001), (4000, 4002), (4003, 4003)], strict=True
        )
    )
    return replace(snapshot, lanes=tuple(lanes))


async def _open(bench: Bench, pilot: Pilot[int], key: str = "d") -> None:
    await bench.press(pilot, "r")
    await bench.show(pilot, _three_workers())
    await bench.press(pilot, key)
    # From the lanes it is asked for by a message, which may be on its way.
    while not isinstance(bench.app.screen, ControlBlockScreen):
        await pilot.pause()
    await _look(bench, pilot)


async def _look(bench: Bench, pilot: Pilot[int]) -> None:
    screen = bench.app.screen
    assert isinstance(screen, ControlBlockScreen)
    await screen.look()
    await bench.settle(pilot)


async def test_d_shows_the_block_of_the_selected_worker(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        text = bench.text()
        assert "control block   worker 1 · process 4000 · thread 4001" in text
        for shown in ("R, running or ready", "1.25 s", "12 345 times", "3.00 MiB"):
            assert shown in text
        await bench.press(pilot, "escape")
        assert bench.on_top


async def test_of_coroutines_it_says_that_they_share_the_thread_and_what_each_is_at(
    kernel: _Kernel,
) -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        now = _three_workers()
        lanes = [
            replace(lane, pid=4000, native_id=4001, activity=activity)
            for lane, activity in zip(
                now.lanes, [Activity.AWAITING, Activity.ON_CPU, None], strict=True
            )
        ]
        await bench.show(pilot, replace(now, lanes=tuple(lanes)))
        await _look(bench, pilot)
        thread = "process 4000 · thread 4001 of 3 workers"
        assert f"control block   worker 1, awaiting · {thread}" in bench.text()
        for said in (f"worker 2, on CPU · {thread}", f"worker 3 · {thread}"):
            await bench.press(pilot, "n")
            await _look(bench, pilot)
            assert said in bench.text()


async def test_enter_on_the_lanes_shows_it_too(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "3")
        await _open(bench, pilot, "enter")


async def test_without_a_worker_the_key_does_nothing() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "d")
        assert bench.on_top


async def test_fields_explain_themselves_and_say_why_they_are_missing(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        await bench.press(pilot, *["down"] * 3)
        assert "state: Its state. Each thread has its own. From /proc/PID/task/TID/stat" in (
            bench.words("#block-about")
        )
        await bench.press(pilot, "down")
        assert "There is none: it runs." in bench.words("#block-about")


async def test_n_and_p_go_round_the_workers(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        for key, worker in (("n", 2), ("n", 3), ("n", 1), ("p", 3)):
            await bench.press(pilot, key)
            await _look(bench, pilot)
            assert f"control block   worker {worker} " in bench.text()


async def test_c_puts_another_beside_it_and_tells_what_they_share(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        await bench.press(pilot, "c")
        await _look(bench, pilot)
        assert "worker 1 · process 4000 · thread 4001 beside worker 2" in bench.text()
        rows = {row.split("  ")[1].strip(): row for row in bench.rows() if row.startswith("  ")}
        assert "shared" in rows["own (USS)"]
        assert "shared" not in rows["state"]
        await bench.press(pilot, "c")
        await _look(bench, pilot)
        assert "beside worker 3" in bench.text()
        assert "shared" not in bench.text()
        await bench.press(pilot, "c")
        await _look(bench, pilot)
        assert "beside" not in bench.text()


def _logged(bench: Bench) -> list[str]:
    """The rows of the log of states without their times."""
    region = bench.app.screen.query_one(StateLog).content_region
    rows = [row[region.x : region.right] for row in bench.rows()[region.y : region.bottom]]
    return [" ".join(row.split()[1:]) for row in rows if row.strip()]


def _seen(now_ns: int, *states: tuple[float, Activity | None, str]) -> tuple[SeenState, ...]:
    """Seconds ago, and at what."""
    return tuple(
        SeenState(now_ns - round(ago_s * 1e9), activity, cause) for ago_s, activity, cause in states
    )


_OF_ONE = (
    (1.5, Activity.LOCK, "a lock"),
    (1.0, Activity.ON_CPU, ""),
    (0.7, Activity.GIL, "the GIL"),
)
_OF_ANOTHER = ((0.8, Activity.GIL, "the GIL"), (0.6, Activity.ON_CPU, ""))


async def test_the_log_has_what_was_seen_before_the_screen_was_opened(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        bench.experiment.states = {0: _seen(time.monotonic_ns(), *_OF_ONE)}
        await bench.show(pilot, _three_workers())
        await bench.press(pilot, "d")
        await _look(bench, pilot)
        assert "States of worker 1, up to 100 looks/s" in bench.text()
        newest, *older = _logged(bench)
        assert newest.endswith("s ░ waiting for the GIL")
        assert older == ["300 ms █ on CPU, or ready", "500 ms ╌ blocked: a lock"]


async def test_the_logs_of_two_are_one_with_their_numbers(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        bench.experiment.states = {
            0: _seen(time.monotonic_ns(), *_OF_ONE),
            1: _seen(time.monotonic_ns(), *_OF_ANOTHER),
        }
        await bench.show(pilot, _three_workers())
        await bench.press(pilot, "d", "c")
        await _look(bench, pilot)
        assert "States of 1 and 2, up to 100 looks/s" in bench.text()
        whose = [
            (row[0], row.partition(" s ")[2] or row.partition(" ms ")[2]) for row in _logged(bench)
        ]
        assert whose == [
            ("2", "█ on CPU, or ready"),
            ("1", "░ waiting for the GIL"),
            ("2", "░ waiting for the GIL"),
            ("1", "█ on CPU, or ready"),
            ("1", "╌ blocked: a lock"),
        ]


async def test_the_log_is_there_after_the_run(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        bench.experiment.states = {0: _seen(time.monotonic_ns(), *_OF_ONE, (0.2, None, ""))}
        await bench.show(pilot, _three_workers())
        kernel.values.clear()
        await bench.end(pilot)
        await bench.press(pilot, "d")
        await _look(bench, pilot)
        assert _logged(bench)[:2] == ["ended", "500 ms ░ waiting for the GIL"]


async def test_of_workers_that_share_a_thread_the_log_is_that_of_the_thread(
    kernel: _Kernel,
) -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        bench.experiment.states = dict.fromkeys(range(3), _seen(time.monotonic_ns(), *_OF_ONE))
        now = _three_workers()
        lanes = tuple(replace(lane, pid=4000, native_id=4001) for lane in now.lanes)
        await bench.show(pilot, replace(now, lanes=lanes))
        await bench.press(pilot, "d", "c")
        await _look(bench, pilot)
        assert "States of thread 4001, up to 100 looks/s" in bench.text()
        assert len(_logged(bench)) == 3


async def test_where_nobody_looks_at_the_states_the_blocks_tell_them(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        assert "States of worker 1, 4 looks/s" in bench.text()
        kernel.values[4001] = (4000, "S, waiting", "a pipe", 1.5, 12_346, 3 << 20)
        await _look(bench, pilot)
        await _look(bench, pilot)
        newest, oldest = _logged(bench)
        assert newest.endswith("s ─ blocked: a pipe")
        assert oldest.endswith("s █ on CPU, or ready")


async def test_f_shows_the_frames_of_those_that_are_looked_at(kernel: _Kernel) -> None:
    kernel.frames = {
        4001: FrameLook(1, (Frame("crunch", "/a/work.py", 12), Frame("main", "/a/main.py", 3))),
        4002: FrameLook(1, missing="it is in no function of Python"),
    }
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        await bench.press(pilot, "c")
        await _look(bench, pilot)
        await bench.press(pilot, "f")
        while not isinstance(bench.app.screen, FramesScreen):
            await pilot.pause()
        await bench.settle(pilot)
        text = bench.text()
        for shown in ("worker 1, ", "crunch  a/work.py:12", "main    a/main.py:3", "be torn"):
            assert shown in text
        assert "none: it is in no function of Python" in text
        await bench.press(pilot, "escape")
        assert isinstance(bench.app.screen, ControlBlockScreen)


async def test_an_ended_worker_has_no_frames_to_show(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        kernel.values.clear()
        await _look(bench, pilot)
        await bench.press(pilot, "f")
        assert isinstance(bench.app.screen, ControlBlockScreen)
        assert "asking" not in bench.text()


async def test_an_ended_worker_is_shown_as_it_was_seen_last(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        del kernel.values[4001]
        await _look(bench, pilot)
        text = bench.text()
        assert "■ ended: as it was seen at " in text
        assert "12 345 times" in text
        assert _logged(bench)[0] == "ended"


async def test_a_worker_that_took_the_lane_of_a_dead_one_is_followed(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        now = _three_workers()
        successor = replace(now.lanes[0], native_id=4002)
        await bench.show(pilot, replace(now, lanes=(successor, *now.lanes[1:])))
        await _look(bench, pilot)
        assert "worker 1, on CPU · process 4000 · thread 4002" in bench.text()


async def test_a_held_view_stands_still(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        await bench.press(pilot, "space")
        kernel.values[4001] = (4000, "R, running or ready", None, 9.75, 12_345, 3 << 20)
        await _look(bench, pilot)
        assert "held" in bench.rows()[0]
        assert "9.75 s" not in bench.text()
        await bench.press(pilot, "space")
        assert "9.75 s" in bench.text()


async def test_the_block_stays_after_the_run_has_ended(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        await bench.end(pilot)
        await _look(bench, pilot)
        assert "worker 1 · process 4000" in bench.text()


async def test_after_a_run_it_shows_what_was_seen_in_passing(kernel: _Kernel) -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        for _ in range(3):
            await bench.show(pilot, _three_workers())
            for each in list(bench.app.workers):
                if each.name == "block in passing":
                    await each.wait()
        kernel.values.clear()
        await bench.end(pilot)
        await bench.press(pilot, "d")
        await _look(bench, pilot)
        for shown in ("worker 1 · process 4000", "■ ended: as it was seen at ", "12 345 times"):
            assert shown in bench.text()
        await bench.press(pilot, "n", "n")
        await _look(bench, pilot)
        for shown in ("worker 3 · process 4003", "a socket"):
            assert shown in bench.text()


async def test_of_one_that_ended_before_any_look_it_says_so(kernel: _Kernel) -> None:
    kernel.values.clear()
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        text = " ".join(bench.text().split())
        assert "■ ended as" not in text
        assert "this one was not looked at before" in text


@pytest.mark.parametrize("part", [PartsLine, ControlBlockTable, StateLog])
async def test_a_look_may_end_after_a_part_of_the_screen_has_gone(
    kernel: _Kernel, part: type[Widget]
) -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        await bench.app.screen.query_one(part).remove()
        await _look(bench, pilot)


@pytest.mark.parametrize("size", [(80, 24), (300, 80)])
async def test_it_has_room_at_every_size(kernel: _Kernel, size: tuple[int, int]) -> None:
    async with workbench(*size) as (bench, pilot):
        await _open(bench, pilot)
        await bench.press(pilot, "c")
        await _look(bench, pilot)
        text = bench.text()
        for shown in ("R, running or r", "S, waiting (ca", "States of 1 and 2", "whose"):
            assert shown in text


async def test_a_real_thread_is_shown_as_the_kernel_has_it() -> None:
    with waiting_thread() as thread:
        async with workbench(120, 80) as (bench, pilot):
            await bench.press(pilot, "r")
            now = running(4.0, workers=1)
            lane = replace(now.lanes[0], pid=os.getpid(), native_id=thread.native_id)
            await bench.show(pilot, replace(now, lanes=(lane,)))
            await bench.press(pilot, "d")
            await _look(bench, pilot)
            text = bench.text()
            assert f"thread {thread.native_id}" in text
            assert "futex" in text


def test_two_blocks_side_by_side(
    snap_compare: Callable[..., bool], kernel: _Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench()
    now_ns = time.monotonic_ns()
    monkeypatch.setattr(control_block_screen, "monotonic_ns", lambda: now_ns)
    monkeypatch.setattr(state_rows, "clock", lambda at_ns: f"{(at_ns - now_ns) / 1e9:+.3f} s")

    async def play(pilot: Pilot[Any]) -> None:
        await bench.opened(pilot)
        await bench.press(pilot, "r")
        bench.experiment.states = {0: _seen(now_ns, *_OF_ONE), 1: _seen(now_ns, *_OF_ANOTHER)}
        await bench.show(pilot, _three_workers())
        await bench.press(pilot, "d", "c", "down", "down", "down")
        await _look(bench, pilot)

    assert snap_compare(bench.app, run_before=play, terminal_size=(120, 40))

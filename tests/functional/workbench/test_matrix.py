"""The matrix: fills in row by row, stops, goes back, and is kept until other tasks are chosen."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from concur_tui.screens.ask import Ask
from concur_tui.screens.help import HelpScreen
from concur_tui.screens.matrix import matrix_screen
from concur_tui.screens.matrix.matrix_screen import MatrixScreen
from concur_workloads.api import MatrixRow, Ratio, RunSpec, SpecError
from support.fake_matrix import FakeMatrix
from support.run_results import with_serial_walls
from support.workbench import Bench, workbench


@asynccontextmanager
async def matrix(
    width: int = 120, height: int = 40
) -> AsyncIterator[tuple[Bench, Pilot[Any], FakeMatrix]]:
    """The workbench with a matrix under way over it."""
    async with workbench(width, height) as (bench, pilot):
        await bench.open_matrix(pilot)
        yield bench, pilot, bench.matrices[-1]


def _row(bench: Bench, backend: str) -> str:
    (found,) = [row for row in bench.rows() if row[2:].startswith(f"{backend} ")]
    return found


async def test_rows_fill_in_as_they_end() -> None:
    async with matrix() as (bench, pilot, fake):
        assert "● serial" in _row(bench, "serial")
        assert f"row 1 of {fake.snapshot().total}" in bench.text()
        assert "serial: backend pass" in bench.words("#matrix-note")
        fake.complete(2.0)
        await bench.show_matrix(pilot)
        assert "■ serial" in _row(bench, "serial")
        assert "2.00 s" in _row(bench, "serial")
        assert "● threading.Thread" in _row(bench, "threading.Thread")
        fake.complete(1.0)
        await bench.show_matrix(pilot)
        assert " 2.00 " in _row(bench, "threading.Thread")
        assert "1.90 to 2.10" in _row(bench, "threading.Thread")
        assert "22.9 MiB" in _row(bench, "threading.Thread")


async def test_the_interval_is_left_out_where_there_is_no_room() -> None:
    async with matrix(80, 24) as (bench, pilot, fake):
        fake.complete()
        fake.complete()
        await bench.show_matrix(pilot)
        assert " 2.00 " in _row(bench, "threading.Thread")
        assert "1.90 to 2.10" not in bench.text()
        assert "22.9 MiB" in _row(bench, "threading.Thread")


@pytest.mark.parametrize(("width", "height"), [(80, 24), (100, 30), (120, 40)])
async def test_findings_are_counted_where_there_is_room_and_named_for_the_selected_row(
    width: int, height: int
) -> None:
    async with matrix(width, height) as (bench, pilot, fake):
        fake.complete(2.0)
        fake.complete(2.0)
        await bench.show_matrix(pilot)
        assert ("found" in bench.words("#matrix-table")) is (width == 120)
        assert ("95 % interval" in bench.words("#matrix-table")) is (width >= 100)
        await bench.press(pilot, "down")
        assert bench.words("#matrix-about").endswith("1 finding: gil-bound-threads")


@pytest.mark.parametrize(
    ("width", "height", "badge"), [(80, 24, "2.00 ~"), (100, 30, "2.00 ~"), (120, 40, "~ noisy")]
)
async def test_each_row_has_a_badge_and_the_selected_one_says_why(
    width: int, height: int, badge: str
) -> None:
    async with matrix(width, height) as (bench, pilot, fake):
        fake.complete(1.0)
        fake.complete(2.0)
        noisy = with_serial_walls(1.0, 1.3, speedup=Ratio(2.0, 1.9, 2.1, 3))
        fake.rows[1] = replace(fake.rows[1], result=noisy)
        await bench.show_matrix(pilot)
        assert badge in _row(bench, "threading.Thread")
        assert ("+" if width < 120 else "+ good") in _row(bench, "serial")
        await bench.press(pilot, "down")
        about = bench.words("#matrix-about")
        assert "Figures noisy (~): serial passes took 1 s to 1.3 s. 1 finding:" in about


async def test_lints_that_are_silenced_in_the_workbench_say_nothing_in_the_matrix() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot)
        await bench.press(pilot, "a", "space", "escape")
        await bench.open_matrix(pilot)
        bench.matrices[-1].complete(2.0)
        bench.matrices[-1].complete(2.0)
        await bench.show_matrix(pilot)
        assert _row(bench, "threading.Thread").rstrip().endswith(" 0")
        await bench.press(pilot, "down")
        assert "finding" not in bench.words("#matrix-about")


async def test_a_row_that_failed_stays_with_its_cause() -> None:
    async with matrix() as (bench, pilot, fake):
        fake.fail("The runner (process 7) was ended by SIGKILL.")
        await bench.show_matrix(pilot)
        assert "x serial" in _row(bench, "serial")
        assert "failed" in _row(bench, "serial")
        assert bench.words("#matrix-about").startswith("serial: failed: The runner (process 7)")


async def test_a_long_cause_is_shown_to_its_end() -> None:
    async with matrix(80, 24) as (bench, pilot, fake):
        fake.fail(f"Task 5 failed: ValueError: {'a word and ' * 40}the last one.")
        await bench.show_matrix(pilot)
        assert bench.words("#matrix-about").endswith("a word and the last one.")
        assert "x serial" in _row(bench, "serial")


async def test_what_is_not_available_says_why() -> None:
    async with matrix() as (bench, pilot, fake):
        place = next(at for at, row in enumerate(fake.rows) if row.status == "unavailable")
        await bench.press(pilot, *["down"] * place)
        row = fake.rows[place]
        about = bench.words("#matrix-about")
        assert about.startswith(f"{row.backend}: not available: {row.cause.split()[0]}")


async def test_escape_asks_before_it_stops_and_then_goes_back() -> None:
    async with matrix() as (bench, pilot, fake):
        await bench.press(pilot, "escape")
        assert "Stop the matrix?" in bench.text()
        assert fake.calls == []
        await bench.press(pilot, "s")
        assert isinstance(bench.app.screen, MatrixScreen)
        assert fake.calls == ["cancel"]
        await bench.show_matrix(pilot)
        assert "stopping" in bench.text()
        await bench.end_matrix(pilot)
        assert "cancelled" in bench.text()
        assert "○ serial" in _row(bench, "serial")
        await bench.press(pilot, "escape")
        assert bench.on_top


async def test_escape_alone_never_stops_a_matrix() -> None:
    async with matrix() as (bench, pilot, fake):
        await bench.press(pilot, "escape", "escape", "escape", "escape")
        assert isinstance(bench.app.screen, MatrixScreen)
        await bench.press(pilot, "s")
        await bench.press(pilot, "escape", "escape")
        assert isinstance(bench.app.screen, MatrixScreen)
        assert fake.calls == ["cancel"]


async def test_a_second_s_asks_before_it_ends_by_force() -> None:
    async with matrix() as (bench, pilot, fake):
        await bench.press(pilot, "s", "s")
        assert "End the matrix by force?" in bench.text()
        assert fake.calls == ["cancel"]
        await bench.press(pilot, "f")
        assert fake.calls == ["cancel", "kill"]


async def test_the_palette_offers_what_the_screen_can_do() -> None:
    async with matrix() as (bench, pilot, fake):
        screen = bench.app.screen
        commands = {each.title: each for each in bench.app.get_system_commands(screen)}
        assert {"Run again", "Stop", "Back", "Help", "Quit"} <= set(commands)
        assert not {"Run", "Pause", "Presets"} & set(commands)
        bench.app.call_later(commands["Stop"].callback)
        await bench.settle(pilot)
        assert fake.calls == ["cancel"]
        bench.app.call_later(commands["Help"].callback)
        await bench.settle(pilot)
        assert isinstance(bench.app.screen, HelpScreen)
        titles = {each.title for each in bench.app.get_system_commands(bench.app.screen)}
        assert "Help" in titles
        assert not {"Run", "Run again", "Stop"} & titles


async def test_what_cannot_be_planned_says_why_in_place_of_old_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(spec: RunSpec) -> tuple[MatrixRow, ...]:
        raise SpecError("interpreter", "python9", "one of python3, pypy3")

    async with matrix(80, 24) as (bench, pilot, fake):
        fake.complete()
        await bench.end_matrix(pilot)
        monkeypatch.setattr(matrix_screen, "planned_rows", refuse)
        await bench.press(pilot, "r")
        await bench.app.workers.wait_for_complete()
        await bench.settle(pilot)
        assert "■ failed" in bench.rows()[0]
        assert "starting" not in bench.text()
        assert bench.words("#matrix-about") == ""
        note = bench.words("#matrix-note")
        assert note.startswith("interpreter: 'python9' is not accepted")
        assert note.endswith("(did you mean python3?).")
        assert not [row for row in bench.rows() if row[2:].startswith("serial ")]
        await bench.press(pilot, "escape")
        assert bench.on_top


async def test_the_screen_shows_and_escape_leaves_while_the_rows_are_planned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    may_end = threading.Event()

    def plan(spec: RunSpec) -> tuple[MatrixRow, ...]:
        may_end.wait()
        return ()

    monkeypatch.setattr(matrix_screen, "planned_rows", plan)
    async with workbench() as (bench, pilot):
        try:
            await bench.press(pilot, "x")
            assert "● starting" in bench.rows()[0]
            await bench.press(pilot, "escape")
            assert bench.on_top
        finally:
            may_end.set()
        assert bench.matrices == []


async def test_s_stops_and_r_runs_again() -> None:
    async with matrix() as (bench, pilot, fake):
        await bench.press(pilot, "r")
        assert len(bench.matrices) == 1
        await bench.press(pilot, "s")
        assert fake.calls == ["cancel"]
        await bench.end_matrix(pilot)
        await bench.open_matrix(pilot, "r")
        assert len(bench.matrices) == 2


async def test_the_last_table_is_kept_until_other_tasks_are_asked_for() -> None:
    async with matrix() as (bench, pilot, fake):
        fake.complete(2.0)
        await bench.end_matrix(pilot)
        await bench.press(pilot, "escape", "x")
        assert isinstance(bench.app.screen, MatrixScreen)
        assert "2.00 s" in _row(bench, "serial")
        assert len(bench.matrices) == 1
        await bench.press(pilot, "escape")
        await bench.choose_backend(pilot, "ThreadPoolExecutor")
        await bench.press(pilot, "escape", "x")
        assert "■ cancelled" in bench.rows()[0]
        assert len(bench.matrices) == 1
        await bench.press(pilot, "escape", "w", "down")
        await bench.open_matrix(pilot)
        assert len(bench.matrices) == 2


async def test_there_is_no_matrix_during_a_run() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r", "x")
        assert bench.on_top
        assert bench.matrices == []


async def test_quitting_asks_and_stops_it() -> None:
    async with matrix() as (bench, pilot, fake):
        await bench.press(pilot, "q")
        assert isinstance(bench.app.screen, Ask)
        await bench.press(pilot, "q")
        assert fake.calls == ["cancel"]
        fake.finish()
    assert bench.app.return_code == 0

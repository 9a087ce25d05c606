"""The search for the break-even: fills in point by point, stops, and is kept."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from concur_tui.screens.break_even.break_even_screen import BreakEvenScreen
from support.break_evens import NOISY
from support.fake_break_even import FakeBreakEven
from support.workbench import Bench, workbench


@asynccontextmanager
async def search(
    width: int = 120, height: int = 40
) -> AsyncIterator[tuple[Bench, Pilot[Any], FakeBreakEven]]:
    """The workbench with a search under way over it."""
    async with workbench(width, height) as (bench, pilot):
        await bench.press(pilot, "g")
        while not bench.searches:
            await pilot.pause()
        bench.app.break_even.publish()
        await bench.settle(pilot)
        yield bench, pilot, bench.searches[-1]


def _row(bench: Bench, work: str, backend: str) -> str:
    rows = [" ".join(row[2:].split()) for row in bench.rows()]
    (found,) = [row for row in rows if row.startswith(f"{work} {backend} ")]
    return found


async def test_points_fill_in_as_they_are_measured() -> None:
    async with search() as (bench, pilot, fake):
        assert "threading.Thread, GIL held, tasks of 10.0 ms" in bench.words("#break-even-note")
        fake.measure(0, 0.9)
        fake.measure(2, 1.9, 1.8, 0.7, 0.3)
        bench.app.break_even.publish()
        await bench.settle(pilot)
        assert _row(bench, "held", "threading.Thread") == "held threading.Thread 0.90"
        processes = _row(bench, "held", "multiprocessing.Process fork")
        assert processes == "held multiprocessing.Process fork 0.30 0.70 1.80* 1.90* <= 1.00 ms"
        await bench.press(pilot, "down", "down")
        about = bench.words("#break-even-about")
        assert "beats serial with tasks of 1.00 ms and more, which is not shown with" in about
        assert "10.0 ms 1.90 (1.85-1.95)*" in about
        assert "5 points measured" in bench.rows()[0]


async def test_everything_has_room_at_80x24() -> None:
    async with search(80, 24) as (bench, pilot, fake):
        fake.measure(0, 0.9, 0.9, 0.9, 0.4)
        bench.app.break_even.publish()
        await bench.settle(pilot)
        assert _row(bench, "held", "threading.Thread").endswith("0.40 0.90 0.90 0.90 not shown")
        assert "break-even" in bench.rows()[1]


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40)])
async def test_points_that_are_not_good_have_a_sign_and_their_line_says_why(
    width: int, height: int
) -> None:
    async with search(width, height) as (bench, pilot, fake):
        fake.measure(0, 1.9, 0.4, trust=NOISY)
        bench.app.break_even.publish()
        await bench.settle(pilot)
        assert _row(bench, "held", "threading.Thread").endswith("0.40 ~ 1.90*~ <= 10.0 ms")
        about = bench.words("#break-even-about")
        assert "10.0 ms 1.90 (1.85-1.95)*~" in about
        assert about.endswith("10.0 ms: figures noisy (~): serial passes took 1 s to 1.3 s")


async def test_it_is_stopped_after_a_question_and_kept() -> None:
    async with search() as (bench, pilot, fake):
        await bench.press(pilot, "escape")
        assert "Stop the search?" in bench.text()
        await bench.press(pilot, "s")
        assert fake.calls == ["cancel"]
        fake.finish()
        await bench.app.break_even.wait_until_idle()
        await bench.app.workers.wait_for_complete()
        await bench.settle(pilot)
        assert "■ cancelled" in bench.rows()[0]
        assert "Points are missing" in bench.words("#break-even-note")
        await bench.press(pilot, "escape")
        assert bench.on_top
        await bench.press(pilot, "g")
        assert isinstance(bench.app.screen, BreakEvenScreen)
        assert len(bench.searches) == 1
        await bench.press(pilot, "r")
        while len(bench.searches) == 1:
            await pilot.pause()


async def test_quitting_asks_first_and_ends_it() -> None:
    async with search() as (bench, pilot, fake):
        await bench.press(pilot, "q")
        assert "Stop the run and quit?" in bench.text()
        await bench.press(pilot, "q")
        assert fake.calls == ["cancel"]
        fake.finish()
    assert bench.app.return_code == 0

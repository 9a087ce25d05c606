"""The lane that says who held the GIL, as a run of threads fills it."""

from dataclasses import replace

import pytest

from support.fake_experiment import running, shared_gil
from support.workbench import Bench, workbench


def _lane(bench: Bench) -> str:
    """The row with the lane; empty if there is none."""
    return next((row for row in bench.rows() if " GIL est. " in row), "")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_it_fills_while_threads_run_and_stays_when_they_have_ended(
    size: tuple[int, int],
) -> None:
    async with workbench(*size) as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, replace(running(2.0), gil=shared_gil(2.0)))
        assert "143214321432143214??" in _lane(bench)
        assert "wanted 100 %" in _lane(bench)
        await bench.show(pilot, replace(running(3.0), gil=shared_gil(3.0, 2.0)))
        shown = _lane(bench)
        assert "??3333333333" in shown
        cells = shown.partition("wanted")[0]
        await bench.end(pilot)
        assert _lane(bench).startswith(cells)


async def test_the_cursor_reads_out_who_held_it_and_how_far_that_may_be_off() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, replace(running(2.0), gil=shared_gil(2.0)))
        await bench.press(pilot, "3", *["comma"] * 4)
        said = bench.words("#lanes")
        assert "GIL est. ± 31 points: worker 1 60 % · worker 2 20 % · worker 3 10 %" in said
        assert "others 10 % · >= 60 hand-overs/s · 10 looks" in said


async def test_looks_that_come_while_the_view_is_held_are_there_afterwards() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, replace(running(2.0), gil=shared_gil(2.0)))
        await bench.press(pilot, "f")
        await bench.show(pilot, replace(running(3.0), gil=shared_gil(3.0, 2.0)))
        assert "3333333333" not in _lane(bench)
        await bench.press(pilot, "f")
        assert "3333333333" in _lane(bench)


async def test_processes_have_no_such_lane() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, replace(running(2.0), gil=shared_gil(2.0)))
        assert _lane(bench)
        await bench.end(pilot)
        await bench.press(pilot, "r")
        await bench.show(pilot, running(2.0))
        assert not _lane(bench)

"""The pane of graphs and lanes: figures, hold, the refresh rate, what watching costs."""

from dataclasses import replace

import pytest

from concur_tui.widgets.time_graph import TimeGraph
from concur_workloads.api import Latency
from support.fake_experiment import FakeSampler, running
from support.workbench import Bench, workbench


def pane_rows(bench: Bench, *selectors: str) -> list[str]:
    """What the parts of the pane show."""
    return [bench.words(each) for each in selectors]


ALL = ("#graph-cpu", "#graph-rate", "#graph-memory", "#cores", "#figures", "#lanes")


async def test_the_figures_of_the_run_stand_under_the_cpus() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.sampled(pilot)
        assert bench.words("#figures") == (
            "no CPU quota switches/s 212 vol 1.34k invol I/O B/s 1.2M in 3.4k out"
        )


async def test_a_low_screen_keeps_its_lanes_and_shows_the_figures_when_maximised() -> None:
    async with workbench(80, 24) as (bench, pilot):
        await bench.press(pilot, "r", "3")
        await bench.sampled(pilot)
        assert not bench.screen.query_one("#figures").display
        assert "concur-tui itself" not in bench.text()
        await bench.press(pilot, "m")
        assert "PSS MB 14.0 private 8.00 shared" in bench.words("#figures")
        assert "concur-tui itself: 4.2 % CPU, RSS 61 MB, 6.13 kB/s" in bench.text()


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40)])
async def test_figures_of_a_while_ago_say_so(width: int, height: int) -> None:
    async with workbench(width, height) as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.sampled(pilot)
        assert "memory (PSS)" in bench.words("#graph-memory")
        sample = FakeSampler().sample([])
        bench.screen.resources.show_sample(replace(sample, memory_age_s=1.9, rates_age_s=1.9), 1.0)
        await bench.settle(pilot)
        assert "ago" not in bench.text()
        bench.screen.resources.show_sample(replace(sample, memory_age_s=12.2, rates_age_s=8.0), 2.0)
        await bench.settle(pilot)
        assert bench.words("#graph-memory").startswith("PSS of 12 s ago 22.0 MB")
        assert " · switches, I/O of 8 s ago" in bench.text()


async def test_f_holds_the_whole_pane_and_goes_on_with_what_came_meanwhile() -> None:
    async with workbench(120, 40) as (bench, pilot):
        await bench.press(pilot, "r", "3")
        await bench.sampled(pilot)
        await bench.show(pilot, running(2.0))
        await bench.press(pilot, "f")
        assert " held " in bench.text()
        held = pane_rows(bench, *ALL)
        sample = FakeSampler(run_percent=11.0).sample([])
        changed = replace(sample, cores=sample.cores[:1], switches=None)
        bench.screen.resources.show_sample(changed, 4.0)
        await bench.show(pilot, running(4.0, cpu_share=1.0))
        assert pane_rows(bench, *ALL) == held
        assert bench.screen.query_one("#graph-cpu", TimeGraph).latest == (11.0,)
        await bench.press(pilot, "f")
        assert " held " not in bench.text()
        now = pane_rows(bench, *ALL)
        assert "11.0 %" in now[0]
        assert "switches/s -" in now[4]
        assert "16 done" in now[5]


async def test_a_held_pane_stays_so_at_the_end_of_the_run_and_not_in_the_next() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r", "3")
        await bench.show(pilot, running(2.0))
        await bench.press(pilot, "f")
        held = bench.words("#lanes")
        await bench.show(pilot, running(4.0))
        await bench.end(pilot)
        assert bench.words("#lanes") == held
        await bench.press(pilot, "f")
        assert "16 done" in bench.words("#lanes")
        await bench.press(pilot, "f", "r")
        await bench.show(pilot, running(4.0))
        assert " held " not in bench.text()
        assert "16 done" in bench.words("#lanes")


async def test_looking_back_in_the_lanes_holds_the_pane_as_well() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r", "3")
        await bench.show(pilot, running(4.0))
        await bench.press(pilot, "left")
        assert bench.screen.query_one("#graph-rate", TimeGraph).held
        assert " held " in bench.text()
        await bench.press(pilot, "end")
        assert not bench.screen.query_one("#graph-rate", TimeGraph).held


async def test_h_steps_through_the_rates_and_the_title_says_which() -> None:
    async with workbench() as (bench, pilot):
        seen = []
        for _ in range(4):
            await bench.press(pilot, "h")
            seen.append((round(1 / bench.controller.refresh_s), bench.controller.sample_s))
            assert f"workers · {seen[-1][0]} Hz" in bench.text()
        assert seen == [(2, 0.5), (5, 0.25), (10, 0.25), (2, 0.5)]
        assert bench.app.matrix.refresh_s == bench.app.break_even.refresh_s == 0.5


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_how_long_tasks_take_stands_in_the_title_from_the_first_and_after_the_last(
    size: tuple[int, int],
) -> None:
    times = "workers · {} · task p50 {} p95 {} p99 {}"
    async with workbench(*size) as (bench, pilot):
        nothing = times.format("2 Hz", *["      -"] * 3)
        await bench.press(pilot, "h")
        assert nothing in bench.text()
        await bench.press(pilot, "r")
        await bench.show(pilot, running(2.0))
        measured = times.format("2 Hz", " 250 ms", " 260 ms", " 270 ms")
        assert measured in bench.text()
        await bench.end(pilot)
        assert measured in bench.text()
        await bench.press(pilot, "r")
        assert nothing in bench.text()


async def test_a_held_pane_keeps_the_times_of_tasks_until_it_goes_on() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r", "3")
        await bench.show(pilot, running(2.0))
        await bench.press(pilot, "f")
        later = replace(running(4.0), latency=Latency(1.0, 2.0, 3.0, 4.0))
        await bench.show(pilot, later)
        assert "p50  250 ms" in bench.text()
        await bench.press(pilot, "f")
        assert "p50  1.00 s" in bench.text()


async def test_a_pane_that_gets_room_says_more_of_the_tasks() -> None:
    async with workbench(80, 24) as (bench, pilot):
        await bench.press(pilot, "h", "r", "3")
        await bench.show(pilot, running(2.0))
        await bench.press(pilot, "f")
        assert "· task p50  250 ms p99  270 ms" in bench.text()
        await pilot.resize_terminal(200, 60)
        await bench.settle(pilot)
        assert "2 Hz · task p50  250 ms p95  260 ms p99  270 ms" in bench.text()


@pytest.mark.parametrize("size", [(120, 40), (200, 60)])
async def test_the_border_says_what_watching_costs(size: tuple[int, int]) -> None:
    async with workbench(*size) as (bench, pilot):
        assert "concur-tui itself" not in bench.text()
        await bench.press(pilot, "r")
        await bench.show(pilot, running(1.0))
        assert "concur-tui itself: 4.2 % CPU, RSS 61 MB, 6.13 kB/s to the terminal" in bench.text()

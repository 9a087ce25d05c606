"""What was found in a run, live and at its end: the first at once, all of them in a list."""

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from concur_workloads.api import LIMITS, Latency, Limits, LintSettings, Phases, RunResult
from support.fake_experiment import make_result, running
from support.run_results import a_budget, a_result, with_serial_walls
from support.workbench import Bench, workbench

_SLOW_START = Phases(0.1, 9.0, 0.0, 1.0, 2e-6, 0.0)
_SIZES = [(80, 24), (120, 40), (200, 60)]


def _noisy_and_slow_to_start() -> RunResult:
    return with_serial_walls(1.0, 1.3, phases=_SLOW_START)


@pytest.mark.parametrize(("width", "height"), _SIZES)
async def test_the_first_finding_stands_below_the_verdict_and_the_others_are_counted(
    width: int, height: int
) -> None:
    async with workbench(width, height) as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot, _noisy_and_slow_to_start())
        assert bench.words("#verdict").startswith("speed-up 0.93 x serial")
        assert bench.words("#finding").startswith("The machine was noisy: serial passes took 1 s")
        assert bench.words("#progress").endswith("2 findings: a")


@pytest.mark.parametrize(("width", "height"), _SIZES)
async def test_that_key_lists_all_with_what_to_try(width: int, height: int) -> None:
    async with workbench(width, height) as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot, _noisy_and_slow_to_start())
        await bench.press(pilot, "a")
        assert bench.words("#findings-headline") == "findings 2 findings"
        assert "The figures are noisy: serial passes took" in bench.words("#findings-trust")
        first, second = bench.words("#findings-list").split(" start-up-dominates ")
        assert first.startswith("noisy-machine The machine was noisy")
        assert first.endswith("Try more --repeats, while nothing else runs.")
        assert second.startswith("Until 2 threads were ready")
        await bench.press(pilot, "escape")
        assert bench.on_top


async def test_the_noise_is_told_once() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot, with_serial_walls(1.0, 1.3))
        assert "figures noisy" in bench.words("#progress")
        assert bench.text().count("1.3 s") == 1


@pytest.mark.parametrize(
    ("changes", "badge"),
    [
        ({}, "figures good"),
        ({"dropped_records": 5}, "figures noisy"),
        ({"checksum_matches": False}, "figures not trustworthy"),
    ],
)
async def test_a_badge_stands_beside_the_status(changes: dict[str, Any], badge: str) -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot, replace(make_result(bench.experiment.spec), **changes))
        assert bench.words("#progress").startswith(f"completed {badge} ")


async def test_a_run_without_a_result_has_neither_badge_nor_findings() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot, make_result(bench.experiment.spec, status="failed", cause="x"))
        assert "figures" not in bench.words("#progress")
        assert bench.words("#finding") == ""


async def test_findings_go_when_the_next_run_begins_but_stay_in_the_log() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot)
        assert "share one GIL" in bench.words("#finding")
        await bench.press(pilot, "r")
        await bench.show(pilot, running(2.0))
        assert bench.words("#finding") == ""
        await bench.flush_log(pilot)
        assert "gil-bound-threads: The 2 threads" in bench.words("#log-lines")


async def test_what_a_finding_tells_of_the_loop_is_not_told_again() -> None:
    lag = Latency(0.045, 0.05, 0.06, 0.061)
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot, replace(make_result(bench.experiment.spec), loop_lag=lag))
        assert bench.words("#finding").startswith("The event loop was blocked")
        assert "Timers" not in bench.words("#verdict")


async def test_silenced_lints_say_nothing() -> None:
    bench = Bench(lints=LintSettings(frozenset({"gil-bound-threads"})))
    async with bench.app.run_test(size=(120, 40)) as pilot:
        await bench.opened(pilot)
        await bench.press(pilot, "r")
        await bench.end(pilot)
        assert bench.words("#verdict").startswith("speed-up 0.93 x serial")
        assert bench.words("#finding") == ""


@pytest.mark.parametrize(("width", "height"), _SIZES)
async def test_limits_that_are_set_hold_and_are_told(width: int, height: int) -> None:
    moved, spread = LIMITS["swap.moved"], LIMITS["noisy-machine.spread"]
    bench = Bench(lints=LintSettings(limits=Limits({moved: 2.0, spread: 1.25})))
    async with bench.app.run_test(size=(width, height)) as pilot:
        await bench.opened(pilot)
        await bench.press(pilot, "r")
        await bench.end(pilot, with_serial_walls(1.0, 1.28, phases=_SLOW_START))
        await bench.press(pilot, "a")
        first, second = bench.words("#findings-list").split(" start-up-dominates ")
        assert first.endswith("Limit set: noisy-machine.spread 1.25 x instead of 1.2")
        assert "Limit set" not in second
        assert bench.words("#findings-limits") == (
            "CONCUR_TUI_LIMITS has set noisy-machine.spread 1.25 x instead of 1.2, swap.moved 2 "
            "MiB instead of 1."
        )
        await bench.press(pilot, "escape", "r")
        await bench.end(pilot, with_serial_walls(1.0, 1.22))
        assert bench.words("#finding") == ""
        assert "figures noisy" in bench.words("#progress")


async def test_how_limits_are_set_is_told_with_the_findings() -> None:
    async with workbench(80, 24) as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot)
        await bench.press(pilot, "a")
        assert bench.words("#findings-limits").startswith("CONCUR_TUI_LIMITS sets when")


async def test_limits_that_are_set_hold_while_a_run_is_on() -> None:
    waited = LIMITS["gil-bound-threads.waited"]
    bench = Bench(lints=LintSettings(limits=Limits({waited: 80.0})))
    budget = a_budget(on_cpu=5.0, gil=5.0)
    async with bench.app.run_test(size=(120, 40)) as pilot:
        await bench.opened(pilot)
        await bench.press(pilot, "r")
        doubtful = a_result(status="cancelled", budget=budget, late_looks=0.4)
        await _shown_live(bench, pilot, doubtful, "So far · figures noisy · why: a")
        assert bench.words("#finding") == ""
        await bench.end(pilot)


async def _shown_live(bench: Bench, pilot: Pilot[int], result: RunResult, title: str) -> None:
    """Let a run look like that for as long as it takes until the title of the pane says so."""
    bench.experiment.so_far = result
    bench.experiment.now = running(2.0)
    while bench.screen.so_far.border_title != title:
        bench.controller.publish()
        await bench.settle(pilot)


@pytest.mark.parametrize(("width", "height"), _SIZES)
async def test_while_a_run_is_on_its_findings_are_shown_and_counted(
    width: int, height: int
) -> None:
    async with workbench(width, height) as (bench, pilot):
        await bench.press(pilot, "r")
        before = bench.screen.so_far.region
        await _shown_live(bench, pilot, a_result(status="cancelled"), "So far · 1 finding: a")
        assert bench.words("#finding").startswith("So far: The 2 threads had 2")
        assert bench.screen.so_far.region == before
        if width > 80:
            assert "a findings" in bench.words("#keys")
        await bench.end(pilot)
        assert bench.screen.so_far.border_title == "So far"
        assert bench.words("#finding").startswith("The 2 threads had 2")


async def test_what_speaks_against_the_figures_is_told_while_the_run_is_on() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        doubtful = a_result(status="cancelled", late_looks=0.4, workers=())
        await _shown_live(bench, pilot, doubtful, "So far · figures noisy · why: a")
        await bench.show(pilot, running(2.1))
        assert bench.words("#verdict") == "Doubtful so far, as 40 % of the looks came late."
        await bench.press(pilot, "a")
        assert bench.words("#findings-headline").endswith("so far")
        assert bench.words("#findings-trust").startswith("The figures are noisy so far: 40 % of")


async def test_a_finding_is_silenced_in_the_list_and_brought_back() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot, _noisy_and_slow_to_start())
        await bench.press(pilot, "a", "space")
        listed = bench.words("#findings-list")
        assert listed.startswith("start-up-dominates Until")
        assert listed.endswith("noisy-machine silenced")
        await bench.press(pilot, "escape")
        assert bench.words("#progress").endswith("1 finding, 1 silenced: a")
        assert bench.words("#finding").startswith("Until 2 threads were ready")
        await bench.press(pilot, "a", "space", "escape")
        assert bench.words("#progress").endswith("2 silenced: a")
        assert bench.words("#finding") == ""
        await bench.press(pilot, "a", "space", "escape")
        assert bench.words("#progress").endswith("1 finding, 1 silenced: a")


async def test_what_is_silenced_stays_so_in_the_next_run() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot)
        await bench.press(pilot, "a", "space", "escape", "r")
        await _shown_live(bench, pilot, a_result(status="cancelled"), "So far · 1 silenced: a")
        assert bench.words("#finding") == ""
        await bench.end(pilot)
        assert bench.words("#progress").endswith("1 silenced: a")


async def test_without_findings_their_key_is_not_offered() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "a")
        assert bench.on_top
        assert "findings" not in bench.words("#keys")

"""What was found in a result, below its verdict: the first at once, all of them maximised."""

from dataclasses import replace
from typing import Any

import pytest

from concur_workloads.api import Latency, Phases, RunResult
from support.fake_experiment import make_result, running
from support.run_results import with_serial_walls
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
        keys = "5" if height < 36 else "5 m"
        assert bench.words("#progress").endswith(f"2 findings: {keys}")


@pytest.mark.parametrize(("width", "height"), _SIZES)
async def test_those_keys_show_all_with_what_to_try(width: int, height: int) -> None:
    async with workbench(width, height) as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot, _noisy_and_slow_to_start())
        keys = bench.words("#progress").partition("findings: ")[2].split()
        await bench.press(pilot, *keys)
        first, second = bench.words("#findings").split(" start-up-dominates: ")
        assert first.startswith("noisy-machine: The machine was noisy")
        assert first.endswith("Try more --repeats, while nothing else runs.")
        assert second.startswith("Until 2 threads were ready")
        assert bench.words("#runs-table").startswith("workload")


async def test_the_noise_is_told_once() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot, with_serial_walls(1.0, 1.3))
        assert "figures noisy" in bench.words("#progress")
        await bench.press(pilot, "5", "m")
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
    bench = Bench(silenced=frozenset({"gil-bound-threads"}))
    async with bench.app.run_test(size=(120, 40)) as pilot:
        await bench.opened(pilot)
        await bench.press(pilot, "r")
        await bench.end(pilot)
        assert bench.words("#verdict").startswith("speed-up 0.93 x serial")
        assert bench.words("#finding") == ""

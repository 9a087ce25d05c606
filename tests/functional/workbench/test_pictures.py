"""Pictures of the workbench in its states, sizes and themes; a changed picture needs a look."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from concur_tui.screens import presets
from concur_tui.specs.presets import Preset
from concur_workloads.api import RunSpec
from support.fake_experiment import make_result, running, shared_gil
from support.workbench import Bench

SIZES = [(80, 24), (120, 40), (200, 60)]
Story = Callable[[Bench, "Pilot[Any]"], Awaitable[None]]


async def idle(bench: Bench, pilot: Pilot[Any]) -> None:
    await bench.settle(pilot)


async def under_way(bench: Bench, pilot: Pilot[Any]) -> None:
    await bench.press(pilot, "r")
    await bench.sampled(pilot)
    seen_s = 0.0
    for quarter in range(1, 17):
        now = running(quarter / 4)
        new = [span for span in now.spans if span.end_s > seen_s]
        measured = [share for share in now.shares if share.end_s > seen_s]
        await bench.show(pilot, replace(now, spans=tuple(new), shares=tuple(measured)))
        seen_s = quarter / 4
    bench.experiment.say("2 threads ready in 1.3 ms")
    bench.experiment.say("number 17", source="stdout")
    bench.experiment.say("a task took 3 times as long as the others", level="warning")
    bench.controller.publish()
    await bench.flush_log(pilot)
    await bench.settle(pilot)


async def sharing_a_gil(bench: Bench, pilot: Pilot[Any]) -> None:
    await bench.press(pilot, "r")
    await bench.sampled(pilot)
    now = running(4.0)
    await bench.show(pilot, replace(now, gil=shared_gil(4.0)))
    await bench.press(pilot, "3", "comma")


async def ended(bench: Bench, pilot: Pilot[Any]) -> None:
    await under_way(bench, pilot)
    await bench.end(pilot)


async def failed(bench: Bench, pilot: Pilot[Any]) -> None:
    await under_way(bench, pilot)
    cause = "Task 7 failed in worker 2: killed by SIGKILL"
    await bench.end(pilot, make_result(bench.experiment.spec, status="failed", cause=cause))


async def error_at_a_field(bench: Bench, pilot: Pilot[Any]) -> None:
    await bench.press(pilot, "e", "tab", "0")


async def helping(bench: Bench, pilot: Pilot[Any]) -> None:
    await bench.press(pilot, "question_mark")


async def asking(bench: Bench, pilot: Pilot[Any]) -> None:
    await under_way(bench, pilot)
    await bench.press(pilot, "q")


async def picking(bench: Bench, pilot: Pilot[Any]) -> None:
    await bench.press(pilot, "w", "down")


async def reading_out(bench: Bench, pilot: Pilot[Any]) -> None:
    await under_way(bench, pilot)
    await bench.press(pilot, "j", "full_stop", "full_stop", "full_stop")


async def more_settings(bench: Bench, pilot: Pilot[Any]) -> None:
    await bench.choose_backend(pilot, "multiprocessing.Process")
    await bench.press(pilot, "f2", "tab", *"90")


async def choosing_a_preset(bench: Bench, pilot: Pilot[Any]) -> None:
    await bench.press(pilot, "o", "down")


def picture(
    snap_compare: Callable[..., bool], story: Story, size: tuple[int, int], theme: str
) -> bool:
    bench = Bench(theme)

    async def play(pilot: Pilot[Any]) -> None:
        await bench.opened(pilot)
        await story(bench, pilot)
        # Its timer may be due just before or just after the picture.
        await bench.flush_log(pilot)
        await bench.settle(pilot)

    return snap_compare(bench.app, run_before=play, terminal_size=size)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("story", [idle, under_way, ended, error_at_a_field, helping])
def test_states(snap_compare: Callable[..., bool], story: Story, size: tuple[int, int]) -> None:
    assert picture(snap_compare, story, size, "concur-dark")


@pytest.mark.parametrize("theme", ["projector-light", "high-contrast"])
@pytest.mark.parametrize("story", [ended, error_at_a_field])
def test_themes(snap_compare: Callable[..., bool], story: Story, theme: str) -> None:
    assert picture(snap_compare, story, (120, 40), theme)


@pytest.mark.parametrize("story", [failed, asking, picking, reading_out])
def test_special_moments(snap_compare: Callable[..., bool], story: Story) -> None:
    assert picture(snap_compare, story, (80, 24), "concur-dark")


def test_sharing_a_gil(snap_compare: Callable[..., bool]) -> None:
    assert picture(snap_compare, sharing_a_gil, (120, 40), "concur-dark")


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_more_settings(snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    assert picture(snap_compare, more_settings, size, "concur-dark")


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_presets(
    snap_compare: Callable[..., bool], size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path("/home/ada/.config/concur-tui/presets")
    spec = RunSpec("sha-256", {"mebibytes": 64}, "multiprocessing.Process", 4, niceness=5)
    kept = (
        Preset("hash on four", folder / "hash on four.toml", spec, ""),
        Preset("old", folder / "old.toml", None, f"{folder / 'old.toml'}: valid TOML is missing."),
    )
    monkeypatch.setattr(presets, "presets", lambda: kept)
    monkeypatch.setattr(presets, "presets_folder", lambda: folder)
    assert picture(snap_compare, choosing_a_preset, size, "concur-dark")


def test_no_room(snap_compare: Callable[..., bool]) -> None:
    assert picture(snap_compare, idle, (60, 20), "concur-dark")

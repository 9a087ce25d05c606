"""The settings that unfold, what the pane says of backends and CPUs, and that errors show."""

import os
from dataclasses import replace

import pytest

from concur_tui.screens.workbench import configuration_fields
from concur_tui.specs.presets import save_preset
from concur_tui.widgets.form_field import FormField
from concur_workloads.api import OPTIONS, RunSpec, backend, backends
from concur_workloads.backends import registry
from support.workbench import Bench, workbench


def shown_fields(bench: Bench) -> set[str | None]:
    return {each.name for each in bench.screen.query(FormField) if each.region.area}


@pytest.mark.parametrize("name", ["threading.Thread", "multiprocessing.Process"])
async def test_every_setting_that_the_backend_takes_has_a_field(name: str) -> None:
    async with workbench(120, 80) as (bench, pilot):
        await bench.choose_backend(pilot, name)
        await bench.press(pilot, "f2", "m")
        taken = {option for option in OPTIONS if backend(name).has_option(option)}
        assert shown_fields(bench) & OPTIONS.keys() == taken


async def test_more_settings_open_with_enter_and_stay_open() -> None:
    async with workbench() as (bench, pilot):
        assert "niceness" not in shown_fields(bench)
        await bench.press(pilot, "f2", "m")
        assert "niceness" in shown_fields(bench)
        assert "few experiments need" in bench.words("#field-help")
        await bench.press(pilot, "escape", "1", "down", "m", "2", "m")
        assert "niceness" in shown_fields(bench)
        await bench.press(pilot, "f2", "m")
        assert "niceness" not in shown_fields(bench)
        await bench.press(pilot, "enter")
        assert "niceness" in shown_fields(bench)


async def test_the_heading_counts_what_is_not_as_usual() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "f2", "tab", *"90", "f2")
        assert "▸ More, 1 changed" in bench.text()
        assert "--run-timeout 90" in bench.words("#command")


async def test_a_setting_in_error_cannot_be_hidden() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "f2", "tab", *"x", "f2")
        assert "▾ More" in bench.text()
        assert "'x' is not accepted" in bench.words("#field-run_timeout_s")


async def test_an_error_behind_the_heading_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_setaffinity", raising=False)
    save_preset(RunSpec("no-op", affinity="one-each"), "bound")
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "o", "enter", "r")
        assert bench.experiments == []
        affinity = bench.screen.query_one("#field-affinity", FormField)
        assert affinity.has_focus_within
        assert "cannot bind threads" in bench.words("#field-affinity")


async def test_the_limit_that_decided_the_number_of_workers_is_said() -> None:
    async with workbench() as (bench, pilot):
        assert "2 CPUs usable: CPU affinity" in bench.text()
        await bench.press(pilot, "e", "tab")
        assert "1 to 1 000. 2 CPUs usable: CPU affinity." in bench.words("#field-help")


async def test_the_capabilities_of_the_backend_are_said() -> None:
    async with workbench() as (bench, pilot):
        await bench.choose_backend(pilot, "ProcessPoolExecutor")
        help_text = bench.words("#field-help")
        for words in ("Can kill one worker", "breaks with a dead worker", "own GIL per worker"):
            assert words in help_text


async def test_a_backend_that_cannot_be_had_says_why_and_does_not_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    serial, threads, *rest = backends()
    some = (serial, threads, replace(rest[0], unavailable="its package is missing"))
    for module in (registry, configuration_fields):
        monkeypatch.setattr(module, "backends", lambda: some)
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "e", "right")
        assert f"({some[2].name})" in bench.words("#field-backend")
        assert "its package is missing" in bench.words("#field-backend")
        assert "Not available here: its package is missing." in bench.words("#field-help")
        await bench.press(pilot, "r")
        assert bench.experiments == []

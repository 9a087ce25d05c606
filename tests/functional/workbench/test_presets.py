"""Specs kept under names, by keyboard."""

from pathlib import Path

from concur_tui.command_line.parser import parse
from concur_tui.command_line.spec_from_options import spec_from_options
from concur_tui.screens.presets import PresetsScreen
from concur_tui.screens.workbench.more_settings import MoreSettings
from concur_tui.specs.built_in import built_ins
from concur_tui.specs.presets import (
    load_preset,
    own_presets,
    presets_folder,
    save_named,
    save_preset,
)
from concur_workloads.api import RunSpec, default_spec
from support.workbench import Bench, workbench

KEPT = RunSpec(
    "sha-256",
    {"mebibytes": 3},
    "processes",
    workers=3,
    tasks=7,
    start_method="spawn",
    timeout_s=0.1 + 0.2,
    niceness=5,
    baseline=False,
)


def names() -> list[str]:
    return [each.name for each in own_presets()]


def presets_shown(bench: Bench) -> bool:
    return isinstance(bench.app.screen, PresetsScreen)


async def test_the_configuration_is_saved_under_a_name_and_can_run_without_a_screen() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "e", "tab", "tab", *"9", "escape", "o")
        assert names() == []
        await bench.press(pilot, "s", *"my threads", "enter")
        assert names() == ["my threads"]
        assert load_preset("my threads").tasks == 9
        assert "my threads" in bench.words("#presets-list")
        assert "concur-tui run --spec 'my threads'" in bench.words("Toast")
        assert spec_from_options(parse(["run", "--spec", "my threads"])).tasks == 9


async def test_screen_and_command_line_write_the_same_file(tmp_path: Path) -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "e", "tab", *"3", "f2", "tab", "tab", *"2", "escape", "o")
        await bench.press(pilot, "s", *"mine", "enter")
    words = ["sum-of-squares", "--workers", "3", "--retries", "2"]
    spec = spec_from_options(parse(["run", *words]))
    save_named(spec, str(tmp_path / "mine.toml"))
    kept = presets_folder() / "mine.toml"
    assert kept.read_bytes() == (tmp_path / "mine.toml").read_bytes()


async def test_a_preset_is_loaded_with_everything_in_it() -> None:
    save_preset(KEPT, "kept")
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "slash", *"sleep", "escape", "o")
        assert "--niceness 5" in bench.words("#preset-about")
        await bench.press(pilot, "enter")
        assert bench.on_top
        wanted = KEPT.with_changes(backend="multiprocessing.Process")
        assert bench.screen.configuration.spec == wanted
        assert "SHA-256" in bench.rows()[0]
        assert bench.screen.query_one(MoreSettings).title == "More, 1 changed"
        await bench.press(pilot, "1", "up", "down", "r")
        assert bench.experiment.spec == wanted


async def test_a_preset_whose_python_is_gone_is_loaded_and_says_so_at_its_field() -> None:
    save_preset(default_spec("no-op", interpreter="/no/such/python"), "elsewhere")
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "o", "enter")
        await bench.press(pilot, "r")
        assert bench.experiments == []
        assert "'/no/such/python' is not accepted" in bench.words("#field-interpreter")


async def test_a_broken_preset_is_named_with_its_fault_and_another_is_loaded() -> None:
    save_preset(default_spec("no-op"), "whole")
    (presets_folder() / "broken.toml").write_text("workers = ")
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "o")
        assert "broken not usable" in bench.words("#presets-list")
        assert "broken.toml" in bench.words("#preset-about")
        await bench.press(pilot, "enter")
        assert presets_shown(bench)
        await bench.press(pilot, "down", "enter")
        assert bench.screen.configuration.spec is not None
        assert bench.screen.configuration.spec.workload == "no-op"


async def test_a_preset_is_deleted_after_a_question() -> None:
    save_preset(KEPT, "kept")
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "o", "d")
        assert "Delete the preset kept?" in bench.text()
        await bench.press(pilot, "escape")
        assert names() == ["kept"]
        await bench.press(pilot, "d", "d")
        assert names() == []
        assert "kept" not in bench.words("#presets-list")


async def test_a_preset_is_replaced_after_a_question() -> None:
    save_preset(KEPT, "kept")
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "o", "s", *"kept", "enter")
        assert "Replace the preset kept?" in bench.text()
        assert load_preset("kept") == KEPT
        await bench.press(pilot, "r")
        assert load_preset("kept").workload == "sum-of-squares"


async def test_a_name_that_will_not_do_is_said_where_it_was_typed() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "o", "s", *"a/b", "enter")
        assert "'a/b' is no name for a preset" in bench.words("#preset-trouble")
        await bench.press(pilot, "backspace")
        assert "no name" not in bench.text()
        assert names() == []


async def test_a_configuration_in_error_is_not_saved() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "e", "tab", *"0", "escape", "o", "s", *"mine", "enter")
        assert "a field in error" in bench.words("#preset-trouble")
        assert names() == []


async def test_escape_goes_back_one_step() -> None:
    save_preset(KEPT, "kept")
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "o", "s", "escape")
        assert presets_shown(bench)
        await bench.press(pilot, "escape")
        assert bench.on_top
        assert bench.screen.configuration.spec is not None
        assert bench.screen.configuration.spec.workload == "sum-of-squares"


async def test_a_listing_of_the_article_is_loaded_and_its_claim_checked() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "o")
        assert "The article says: " in bench.words("#preset-about")
        listing = built_ins()[0]
        assert listing.name in bench.words("#presets-list")
        await bench.press(pilot, "enter", "r")
        assert bench.experiment.spec.workload == listing.spec.workload
        await bench.end(pilot)
        said = bench.words("#verdict")
        assert said.startswith(f"The article says: {listing.claim} Measured: 1 task in ")


async def test_a_listing_of_the_article_is_neither_deleted_nor_replaced() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "o", "d")
        assert "comes with concur-tui and stays" in bench.words("#preset-trouble")
        await bench.press(pilot, "s", *built_ins()[0].name, "enter")
        assert "choose another name" in bench.words("#preset-trouble")
        assert names() == []

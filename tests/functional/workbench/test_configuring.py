"""Picking a workload and filling in the form, by keyboard."""

from textual.widgets import Input, OptionList

from concur_tui.widgets.form_field import FormField
from concur_tui.widgets.long_text import LongText
from concur_workloads.api import RunSpec
from support.workbench import Bench, workbench


def field(bench: Bench, name: str) -> FormField:
    return bench.screen.query_one(f"#field-{name}", FormField)


async def test_typing_narrows_the_list_and_escape_brings_it_back() -> None:
    async with workbench() as (bench, pilot):
        everything = bench.screen.query_one(OptionList).option_count
        await bench.press(pilot, "slash", *"loopback")
        assert bench.screen.query_one(OptionList).option_count == 2
        assert "loopback requests" in bench.rows()[0]
        await bench.press(pilot, "escape")
        assert bench.screen.query_one(OptionList).option_count == everything
        assert bench.screen.query_one(OptionList).has_focus


async def test_typing_in_a_filter_or_field_triggers_no_command() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "slash", *"rsqkpmt?")
        assert bench.experiments == []
        assert bench.app.theme == "concur-dark"
        assert bench.screen.query_one("#workload-filter", Input).value == "rsqkpmt?"
        assert "no workload has" in bench.text()
        assert bench.app.is_running


async def test_the_highlighted_workload_is_explained_and_configured() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "down")
        text = bench.text()
        assert "CPU-bound, holds the GIL" in text
        assert "Counts primes by trial division" in text
        assert "below" in text
        assert "concur-tui run primes" in text


async def test_a_workload_that_takes_more_workers_shows_how_many() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "slash", *"readers and")
        assert field(bench, "workers").value == "3"


async def test_enter_leads_from_the_list_to_the_form_and_from_the_form_to_the_run() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "enter")
        assert field(bench, "backend").has_focus_within
        await bench.press(pilot, "tab", "3", "enter")
        assert bench.experiment.spec.workers == 3


async def test_a_value_out_of_range_is_said_at_the_field_and_does_not_run() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "e", "tab", *"0")
        assert "1 to 1,000" in field(bench, "workers").error
        assert "'0' is not accepted" in bench.words("#field-workers")
        await bench.press(pilot, "escape", "r")
        assert bench.experiments == []
        assert field(bench, "workers").has_focus_within
        await bench.press(pilot, "4")
        assert field(bench, "workers").error == ""
        assert "--workers 4" in bench.words("#command")


async def test_start_methods_are_offered_where_the_backend_has_them() -> None:
    async with workbench() as (bench, pilot):
        assert not field(bench, "start_method").display
        await bench.choose_backend(pilot, "multiprocessing.Process")
        assert field(bench, "start_method").display
        assert field(bench, "start_method").value


async def test_the_focused_field_is_explained_with_its_range() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "e", "tab")
        assert "How many run at the same time: 1 to 1 000." in bench.words("#field-help")


async def test_the_command_line_follows_the_form() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "e", "tab", "tab", *"64")
        assert "--tasks 64" in bench.words("#command")


_LONG = RunSpec(
    "sum-of-squares",
    {"terms": 12_345_678},
    "multiprocessing.Process",
    workers=3,
    tasks=4_711,
    chunk_size=7,
    timeout_s=12.5,
    run_timeout_s=1_234.5,
    niceness=11,
    warm_up=3,
    repeats=9,
    retries=4,
    switch_interval_s=0.025,
)


async def test_a_long_command_line_can_be_read_to_its_end() -> None:
    async with workbench(80, 24) as (bench, pilot):
        shown = bench.screen.query_one("#command", LongText)
        assert not shown.allow_focus()
        await bench.screen.configuration.load(_LONG)
        await bench.press(pilot, "e")
        last = bench.screen.configuration.command.split()[-1]
        assert last not in bench.words("#command")
        shown.focus()
        await bench.press(pilot, "end")
        assert bench.words("#command").endswith(last)
        assert "y copies it" in bench.words("#field-help")


async def test_the_command_line_can_be_copied_from_anywhere() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "y")
        assert bench.app.clipboard.startswith("concur-tui run sum-of-squares --backend")
        assert "Copied" in bench.text()
        await bench.press(pilot, "e", "tab", "7", "f3")
        assert "--workers 7 " in bench.app.clipboard


async def test_a_parameter_of_another_workload_is_not_mixed_in() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "down")
        assert "terms" not in bench.text()
        await bench.press(pilot, "up")
        await bench.press(pilot, "r")
        assert set(bench.experiment.spec.parameters) == {"terms"}


async def test_typing_moves_nothing_so_that_nothing_is_laid_out_anew() -> None:
    async with workbench() as (bench, pilot):
        layouts: list[object] = []
        await bench.press(pilot, "slash", *"sha")
        bench.screen.screen_layout_refresh_signal.subscribe(bench.screen, layouts.append)
        await bench.press(pilot, *["backspace"] * 3, *"sha")
        assert layouts == []
        await bench.press(pilot, "escape", "e", "tab")
        layouts.clear()
        await bench.press(pilot, *"12")
        assert layouts == []


async def test_the_fields_of_a_workload_are_made_once() -> None:
    async with workbench() as (bench, pilot):
        terms = field(bench, "terms")
        await bench.press(pilot, "down", "up")
        assert "terms" in bench.text()
        assert field(bench, "terms") is terms

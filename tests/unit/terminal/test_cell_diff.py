"""What the terminal shows after diffed frames must equal a full repaint, cell for cell."""

from collections.abc import Awaitable, Callable

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.widgets import Button, Footer, Input, Label, OptionList, Static, TextArea

from concur_tui import themes
from concur_tui.terminal.cell_diff import CellDiffApp
from concur_tui.terminal.sparing_screen import SparingScreen
from support.capturing_driver import CapturingDriver
from support.emulator import Emulator

SIZE = (80, 24)


class SampleApp(CellDiffApp[None]):
    CSS = """
    #wide { height: 3; border: round $primary; }
    TextArea { height: 6; border: round $secondary; }
    OptionList { height: 6; }
    """

    def __init__(self) -> None:
        super().__init__(driver_class=CapturingDriver)

    def get_default_screen(self) -> SparingScreen[None]:
        return SparingScreen()

    def on_mount(self) -> None:
        themes.register(self)

    def compose(self) -> ComposeResult:
        yield Input(placeholder="type here", select_on_focus=False)
        yield Static("plain 漢字 and 日本語 text", id="wide")
        yield TextArea("one\ntwo\nthree\nfour\nfive\nsix\nseven")
        yield OptionList(*(f"option {number} ☺" for number in range(20)))
        yield Label("e\u0301 combining, nbsp\xa0here", id="odd")
        yield Button("Press")
        yield Footer()


@pytest.fixture(autouse=True)
def truecolor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")


Script = Callable[[Pilot[None]], Awaitable[None]]


def driver_of(pilot: Pilot[None]) -> CapturingDriver:
    driver = pilot.app._driver
    assert isinstance(driver, CapturingDriver)
    return driver


async def assert_equals_full_repaint(pilot: Pilot[None]) -> None:
    await pilot.pause()
    shown = driver_of(pilot).terminal.cells()
    fresh = Emulator(len(shown[0]), len(shown))
    full = pilot.app.screen._compositor.render_full_update()
    fresh.feed(b"\x1b[?7l" + full.render_segments(pilot.app.console).encode())
    expected = fresh.cells()
    differing = [
        (x, y, shown[y][x], expected[y][x])
        for y in range(len(shown))
        for x in range(len(shown[0]))
        if shown[y][x] != expected[y][x]
    ]
    assert differing == []


async def run(script: Script, size: tuple[int, int] = SIZE) -> SampleApp:
    app = SampleApp()

    async def steps(pilot: Pilot[None]) -> None:
        await assert_equals_full_repaint(pilot)
        await script(pilot)
        await assert_equals_full_repaint(pilot)
        app.exit()

    await app.run_async(size=size, auto_pilot=steps)  # type: ignore[arg-type]
    return app


async def typing(pilot: Pilot[None]) -> None:
    for key in "hello":
        await pilot.press(key)
        await assert_equals_full_repaint(pilot)
    await pilot.press("left", "backspace", "漢", "end", "x")


async def palette(pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+p")
    await assert_equals_full_repaint(pilot)
    await pilot.press("t", "h")
    await assert_equals_full_repaint(pilot)
    await pilot.press("escape")
    await assert_equals_full_repaint(pilot)
    await pilot.press("escape")


async def scrolling(pilot: Pilot[None]) -> None:
    pilot.app.query_one(OptionList).focus()
    for _ in range(9):
        await pilot.press("down")
        await assert_equals_full_repaint(pilot)
    await pilot.press("end")


async def theme_change(pilot: Pilot[None]) -> None:
    for theme in ("projector-light", "high-contrast", "ansi-dark", "concur-dark"):
        pilot.app.theme = theme
        await assert_equals_full_repaint(pilot)


async def maximise(pilot: Pilot[None]) -> None:
    pilot.app.screen.maximize(pilot.app.query_one(TextArea))
    await assert_equals_full_repaint(pilot)
    pilot.app.screen.minimize()


async def wide_characters(pilot: Pilot[None]) -> None:
    static = pilot.app.query_one("#wide", Static)
    for text in ("漢字漢字", "a漢字漢", "漢a字b漢", "ab字漢", "", "字" * 60, "x" + "字" * 60):
        static.update(text)
        await assert_equals_full_repaint(pilot)


async def odd_characters(pilot: Pilot[None]) -> None:
    label = pilot.app.query_one("#odd", Label)
    for text in ("plain", "e\u0301 again", "tail e\u0301", "nbsp\xa0", "plain again"):
        label.update(text)
        await assert_equals_full_repaint(pilot)


async def links(pilot: Pilot[None]) -> None:
    static = pilot.app.query_one("#wide", Static)
    static.update("[link='https://example.org']a link[/link] and text")
    await assert_equals_full_repaint(pilot)
    static.update("no link and text, but longer")


async def resizing(pilot: Pilot[None]) -> None:
    for size in ((60, 20), (100, 30), (100, 20), (30, 30), (1, 1), (81, 25), SIZE):
        driver_of(pilot).resize(*size)
        while pilot.app.screen.size != size:
            await pilot.pause()
        await assert_equals_full_repaint(pilot)


async def resized_twice_before_a_frame(pilot: Pilot[None]) -> None:
    driver_of(pilot).resize(50, 10)
    driver_of(pilot).resize(*SIZE)


async def suspended(pilot: Pilot[None]) -> None:
    driver = driver_of(pilot)
    pilot.app._suspend_signal()
    driver.stop_application_mode()
    driver.start_application_mode()
    pilot.app._resume_signal()


async def layers(pilot: Pilot[None]) -> None:
    pilot.app.notify("a message over the panes", title="漢字")
    await assert_equals_full_repaint(pilot)
    pilot.app.clear_notifications()


@pytest.mark.parametrize(
    "script",
    [
        typing,
        palette,
        scrolling,
        theme_change,
        maximise,
        wide_characters,
        odd_characters,
        links,
        resizing,
        resized_twice_before_a_frame,
        suspended,
        layers,
    ],
)
async def test_screen_equals_a_full_repaint(script: Script) -> None:
    await run(script)


async def bytes_of_a_repaint(*, one_letter_changed: bool) -> int:
    sent = 0

    async def change(pilot: Pilot[None]) -> None:
        nonlocal sent
        driver = driver_of(pilot)
        before = driver.bytes_written
        static = pilot.app.query_one("#wide", Static)
        text = str(static.content)
        static.update(text.replace("plain", "plaiN") if one_letter_changed else text)
        await pilot.pause()
        sent = driver.bytes_written - before

    await run(change)
    return sent


async def test_one_changed_letter_costs_one_letter() -> None:
    unchanged = await bytes_of_a_repaint(one_letter_changed=False)
    assert await bytes_of_a_repaint(one_letter_changed=True) - unchanged < 60


async def test_the_switch_turns_the_diff_off(monkeypatch: pytest.MonkeyPatch) -> None:
    with_diff = await bytes_of_a_repaint(one_letter_changed=False)
    monkeypatch.setenv("CONCUR_TUI_CELL_DIFF", "0")
    assert await bytes_of_a_repaint(one_letter_changed=False) > with_diff + 80


async def test_a_spoilt_screen_is_repainted_on_request() -> None:
    async def spoil(pilot: Pilot[None]) -> None:
        driver_of(pilot).write("\x1b[2J")
        assert isinstance(pilot.app, SampleApp)
        pilot.app.repaint_terminal()

    await run(spoil)

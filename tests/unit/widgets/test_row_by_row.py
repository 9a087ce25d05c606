"""What a widget has to do anew when only some of its rows change."""

from rich.style import Style
from textual.app import App, ComposeResult
from textual.message import Message
from textual.messages import Update
from textual.strip import Strip

from concur_tui import themes
from concur_tui.terminal.sparing_screen import SparingScreen
from concur_tui.widgets.line_drawing import row_of
from concur_tui.widgets.row_by_row import RowByRow
from support.widget_rows import OneWidgetApp


class Rows(RowByRow):
    """Four rows in one style; keeps which rows it drew, and the messages for it to be painted."""

    COMPONENT_CLASSES = {"rows--text"}
    DEFAULT_CSS = "Rows { height: 4; & > .rows--text { color: $primary; } }"

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[int] = []

    @property
    def text_style(self) -> Style:
        return self.get_component_rich_style("rows--text")

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        return row_of([(str(y), self.text_style)], self.size.width, self.text_style)


async def test_only_the_rows_that_changed_are_drawn_in_the_style_that_is_known() -> None:
    widget = Rows()
    async with OneWidgetApp(widget).run_test(size=(20, 6)) as pilot:
        await pilot.pause()
        before = widget.text_style
        widget.drawn.clear()
        widget.refresh_rows([1, 3])
        await pilot.pause()
        assert widget.drawn == [1, 3]
        assert widget.text_style is before


async def test_another_theme_draws_all_in_another_style() -> None:
    widget = Rows()
    async with OneWidgetApp(widget).run_test(size=(20, 6)) as pilot:
        themes.register(pilot.app)
        await pilot.pause()
        before = widget.text_style
        widget.refresh_rows([1])
        widget.drawn.clear()
        pilot.app.theme = "high-contrast"
        await pilot.pause()
        assert widget.drawn == [0, 1, 2, 3]
        assert widget.text_style != before


class TwoWidgetsApp(App[None]):
    def get_default_screen(self) -> SparingScreen[None]:
        return SparingScreen()

    def compose(self) -> ComposeResult:
        yield Rows()
        yield Rows()


async def test_one_message_has_the_screen_paint_all_that_changed() -> None:
    app = TwoWidgetsApp()
    seen: list[Message] = []
    async with app.run_test(size=(20, 8), message_hook=seen.append) as pilot:
        await pilot.pause()
        for _ in range(2):
            seen.clear()
            for widget in app.query(Rows):
                widget.drawn.clear()
                widget.refresh_rows([2])
            await pilot.pause()
            assert [widget.drawn for widget in app.query(Rows)] == [[2], [2]]
            assert len([each for each in seen if isinstance(each, Update)]) == 1


async def test_a_messenger_that_is_hidden_holds_up_no_other() -> None:
    app = TwoWidgetsApp()
    async with app.run_test(size=(20, 8)) as pilot:
        await pilot.pause()
        first, second = app.query(Rows)
        first.refresh_rows([1])
        first.display = False
        await pilot.pause()
        second.drawn.clear()
        second.refresh_rows([3])
        await pilot.pause()
        assert second.drawn == [3]


async def test_what_is_said_before_it_is_mounted_or_while_it_is_hidden_is_drawn_with_the_rest() -> (
    None
):
    widget = Rows()
    widget.refresh_rows([0])
    widget.display = False
    async with OneWidgetApp(widget).run_test(size=(20, 6)) as pilot:
        widget.refresh_rows([1])
        await pilot.pause()
        assert widget.drawn == []
        widget.display = True
        await pilot.pause()
        assert widget.drawn == [0, 1, 2, 3]

"""Who is asked for rows when something changed; the tests of the cell diff see the outcome."""

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from concur_tui.terminal.sparing_screen import SparingScreen


class Noting(Widget):
    """Tells the app for which of its rows it is asked."""

    def render_lines(self, crop: Region) -> list[Strip]:
        assert isinstance(self.app, NotingApp)
        self.app.asked.append((self.id or "", [*crop.line_range]))
        return super().render_lines(crop)


class Noted(Static, Noting):
    """Four rows, or two."""


class NotedGroup(Vertical, Noting):
    """Lies under what is in it."""


class NotingApp(App[None]):
    CSS = """
    Screen { layers: below above; }
    Noted { height: 4; }
    NotedGroup { height: auto; }
    #lid { layer: above; height: 2; width: 10; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, list[int]]] = []

    def get_default_screen(self) -> SparingScreen[None]:
        return SparingScreen()

    def compose(self) -> ComposeResult:
        with NotedGroup(id="under"):
            for name in ("top", "middle", "bottom"):
                yield Noted("1\n2\n3\n4", id=name)
        yield Noted("over\nover", id="lid")


async def asked_after(*changed: tuple[str, Region]) -> list[tuple[str, list[int]]]:
    app = NotingApp()
    async with app.run_test(size=(20, 14)) as pilot:
        await pilot.pause()
        app.asked.clear()
        for name, region in changed:
            app.query_one(f"#{name}").refresh(region)
        await pilot.pause()
    return app.asked


async def test_a_widget_is_asked_for_the_rows_that_changed_and_no_other_is() -> None:
    assert await asked_after(("middle", Region(0, 1, 20, 2))) == [("middle", [1, 2])]


async def test_what_lies_between_two_changes_is_not_asked() -> None:
    asked = await asked_after(("top", Region(0, 3, 20, 1)), ("bottom", Region(0, 0, 20, 1)))
    assert sorted(asked) == [("bottom", [0]), ("top", [3])]


async def test_what_lies_over_a_change_is_shown_in_front_of_it() -> None:
    assert await asked_after(("top", Region(0, 1, 20, 1))) == [("lid", [1]), ("top", [1])]


async def test_what_is_covered_is_not_asked() -> None:
    assert await asked_after(("under", Region(0, 2, 20, 1))) == [("top", [2])]
    assert await asked_after(("lid", Region(0, 0, 10, 1))) == [("lid", [0])]

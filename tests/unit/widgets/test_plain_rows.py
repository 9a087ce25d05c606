"""Rows that are kept as they are sent look as if Textual had composed them."""

import pytest
from textual._styles_cache import StylesCache
from textual.geometry import Region

from concur_tui.widgets.parts_line import Part, PartsLine
from concur_tui.widgets.plain_rows import PlainRows
from support.widget_rows import OneWidgetApp

STYLES = {
    "bare": "",
    "padded at the sides": "padding: 0 2 0 1;",
    "on a ground of its own": "background: blue; padding: 0 1;",
    "padded above": "padding: 1 0;",
    "in a border": "border: round white;",
    "in an outline": "outline-left: thick red;",
    "see-through": "opacity: 0.5; text-opacity: 0.5;",
    "tinted": "tint: red 50%;",
    "hatched": "padding: 0 1; hatch: cross green;",
}


def line() -> PartsLine:
    widget = PartsLine(id="line")
    widget.show([Part("left"), Part(" and more", "busy")], [Part("right", "good")])
    return widget


@pytest.mark.parametrize("styles", STYLES.values(), ids=STYLES)
async def test_they_are_what_textual_makes_of_them(styles: str) -> None:
    widget = line()
    async with OneWidgetApp(widget).run_test(size=(40, 6)) as pilot:
        widget.set_styles(f"height: 4; width: 30; {styles}")
        await pilot.pause()
        for crop in (Region(0, 0, 30, 4), Region(3, 1, 20, 2), Region(0, 0, 7, 1)):
            expected = StylesCache().render_widget(widget, crop)
            assert PlainRows().render_widget(widget, crop) == expected


async def test_a_row_is_kept_until_it_changes() -> None:
    app = OneWidgetApp(line())
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        rows = PlainRows()
        whole = app.widget.outer_size.region
        (first,) = rows.render_widget(app.widget, whole)
        assert rows.render_widget(app.widget, whole)[0] is first
        rows.set_dirty(whole)
        assert rows.render_widget(app.widget, whole)[0] is not first


async def test_a_border_that_comes_later_is_drawn() -> None:
    app = OneWidgetApp(line())
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        app.widget.styles.height = 3
        app.widget.styles.border = ("round", "white")
        await pilot.pause()
        rows = app.widget.render_lines(app.widget.outer_size.region)
        assert [row.text[0] for row in rows] == ["╭", "│", "╰"]

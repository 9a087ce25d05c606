"""Figures fill the rows that there are, and are left out whole where there is no room."""

from concur_tui.widgets.figure_rows import FigureRows
from concur_tui.widgets.parts_line import Part
from support.widget_rows import OneWidgetApp, rows

ENTRIES = [
    (Part("first ", "muted"), Part("1.00")),
    (Part("second ", "muted"), Part("2.00")),
    (Part("a long third ", "muted"), Part("3.00")),
    (Part("4th ", "muted"), Part("4")),
]


async def test_entries_flow_into_the_rows_in_their_order() -> None:
    figures = FigureRows(id="figures")
    async with OneWidgetApp(figures).run_test(size=(30, 2)):
        figures.show(ENTRIES)
        assert [row.rstrip() for row in rows(figures)] == [
            "first 1.00   second 2.00",
            "a long third 3.00   4th 4",
        ]


async def test_what_does_not_fit_is_left_out_whole() -> None:
    figures = FigureRows(id="figures")
    async with OneWidgetApp(figures).run_test(size=(22, 1)):
        figures.show(ENTRIES)
        assert rows(figures) == ["first 1.00   4th 4    "]


async def test_a_new_size_shares_them_out_anew() -> None:
    figures = FigureRows(id="figures")
    async with OneWidgetApp(figures).run_test(size=(22, 1)) as pilot:
        figures.show(ENTRIES)
        await pilot.resize_terminal(80, 1)
        await pilot.pause()
        assert "a long third 3.00   4th 4" in rows(figures)[0]

import pytest
from textual.strip import Strip

from concur_tui import themes
from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.time_graph import TimeGraph
from support.widget_rows import OneWidgetApp, rows


class CountingGraph(TimeGraph):
    drawn: list[int]

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        return super().render_line(y)


def percent_graph(glyphs: GlyphMode = GlyphMode.BRAILLE) -> CountingGraph:
    graph = CountingGraph(
        "CPU, % of 200 % usable", "%", maximum=200.0, window_s=20.0, glyphs=glyphs
    )
    graph.drawn = []
    return graph


async def test_title_unit_value_axis_and_area() -> None:
    graph = percent_graph()
    async with OneWidgetApp(graph).run_test(size=(46, 6)) as pilot:
        for second in range(4):
            graph.add(float(second), [100.0 * (second % 3)])
        await pilot.pause()
        assert rows(graph) == [
            "CPU, % of 200 % usable · 20 s              0 %",
            "  200┤    █                                   ",
            "     │   ▆█                                   ",
            "  100┤  ▅██▅                                  ",
            "     │ ▃████                                  ",
            "  0 %┤▁█████▁                                 ",
        ]
        assert graph.latest == (0.0,)


async def test_the_value_has_three_figures_and_stays_in_place() -> None:
    graph = percent_graph()
    async with OneWidgetApp(graph).run_test(size=(46, 3)):
        ends = set()
        for second, value in enumerate([7.123, 12.34, 99.96, 173.4]):
            graph.add(float(second), [value])
            ends.add(rows(graph)[0][-8:])
        assert ends == {"  7.12 %", "  12.3 %", "   100 %", "   173 %"}


async def test_without_data_there_is_a_scale_and_no_number() -> None:
    graph = percent_graph()
    async with OneWidgetApp(graph).run_test(size=(46, 3)):
        assert rows(graph)[0].endswith("    - %")
        assert rows(graph)[1].strip() == "200┤"
        assert graph.latest is None


async def test_several_series_are_named_and_drawn_as_lines() -> None:
    graph = TimeGraph(
        "latency", "ms", series=("p50", "p95"), window_s=10.0, glyphs=GlyphMode.BRAILLE
    )
    async with OneWidgetApp(graph).run_test(size=(50, 5)):
        for second in range(6):
            graph.add(float(second), [10.0, 20.0])
        assert rows(graph)[0].endswith("p50  10.0 ms  p95  20.0 ms")
        assert rows(graph)[1].startswith("   20┤⠉⠉ ⠉⠉ ")
        assert rows(graph)[2].startswith("     │⣀⣀⣀⣀⣀⣀")


async def test_the_scale_shown_always_holds_the_data() -> None:
    graph = TimeGraph("throughput", "task/s", glyphs=GlyphMode.BRAILLE)
    async with OneWidgetApp(graph).run_test(size=(40, 4)):
        for second, (value, scale) in enumerate([(9.0, "10┤"), (11.0, "15┤"), (4200.0, "5k┤")]):
            graph.add(float(second), [value])
            assert rows(graph)[1][:6].endswith(scale)


async def test_the_axis_carries_the_unit_where_that_is_short() -> None:
    graph = TimeGraph("memory", "MB", glyphs=GlyphMode.BRAILLE)
    async with OneWidgetApp(graph).run_test(size=(40, 4)):
        assert rows(graph)[3].startswith(" 0 MB┤")
        graph.unit = "tasks/s"
        assert rows(graph)[3].startswith("    0┤")


async def test_a_scale_that_changed_says_so_for_five_seconds() -> None:
    graph = TimeGraph("tasks", "/s", glyphs=GlyphMode.BRAILLE, window_s=4.0)
    async with OneWidgetApp(graph).run_test(size=(46, 4)):
        graph.add(0.0, [9.0])
        assert rows(graph)[0].startswith("tasks · 4 s ")
        assert rows(graph)[1].startswith("   10┤")
        graph.add(1.0, [120.0])
        assert rows(graph)[0].startswith("tasks · scale was 10 ")
        assert rows(graph)[1].startswith("▲ 150┤")
        for second in range(2, 8):
            graph.add(float(second), [9.0])
        assert rows(graph)[0].startswith("tasks · scale was 150 ")
        assert rows(graph)[1].startswith("▼  10┤")
        graph.add(13.0, [9.0])
        assert rows(graph)[0].startswith("tasks · 4 s ")
        assert rows(graph)[1].startswith("   10┤")


async def test_the_first_scale_and_that_of_the_next_run_are_no_change() -> None:
    graph = TimeGraph("tasks", "/s", glyphs=GlyphMode.BRAILLE)
    async with OneWidgetApp(graph).run_test(size=(46, 4)):
        graph.add(0.0, [0.0])
        graph.add(1.0, [120.0])
        assert rows(graph)[1].startswith("  150┤")
        graph.clear()
        graph.add(0.0, [9.0])
        assert rows(graph)[1].startswith("   10┤")


@pytest.mark.parametrize(
    ("glyphs", "mark", "columns"),
    [(GlyphMode.BRAILLE, "▲", [1, 2, 3]), (GlyphMode.ASCII, "^", [2, 3])],
)
async def test_a_value_beyond_a_fixed_scale_is_marked(
    glyphs: GlyphMode, mark: str, columns: list[int]
) -> None:
    graph = percent_graph(glyphs)
    async with OneWidgetApp(graph).run_test(size=(46, 4)):
        for second, value in enumerate([150.0, 260.0, 200.0]):
            graph.add(float(second), [value])
        # Columns of half a second, with a straight line between their values; as 205 % is drawn
        # like 200 % where steps are coarse, it is not beyond that scale.
        assert [at for at, each in enumerate(rows(graph)[1][6:]) if each == mark] == columns
        assert mark not in "".join(rows(graph)[2:])
        assert rows(graph)[0].endswith("  200 %")


async def test_a_line_beyond_the_scale_is_marked_in_its_own_column() -> None:
    graph = TimeGraph("x", "", series=("a", "b"), maximum=10.0, glyphs=GlyphMode.BRAILLE)
    async with OneWidgetApp(graph).run_test(size=(36, 4)):
        graph.add(0.0, [5.0, 30.0])
        graph.add(15.0, [5.0, 5.0])
        graph.add(30.0, [5.0, 5.0])
        shown = rows(graph)[1][6:]
        assert shown.startswith("▲")
        assert not shown[15:].strip("⠤⣀ ").count("▲")


async def test_only_rows_that_changed_are_drawn_again() -> None:
    graph = percent_graph()
    async with OneWidgetApp(graph).run_test(size=(46, 7)) as pilot:
        graph.add(0.0, [10.0])
        await pilot.pause()
        graph.drawn.clear()
        graph.add(1.0, [10.0])
        await pilot.pause()
        assert set(graph.drawn) == {6}
        graph.drawn.clear()
        graph.add(1.001, [10.0])
        await pilot.pause()
        assert graph.drawn == []


async def test_clear_forgets_and_a_new_title_shows() -> None:
    graph = percent_graph()
    async with OneWidgetApp(graph).run_test(size=(46, 3)):
        graph.add(5.0, [50.0])
        graph.clear()
        graph.title = "CPU, % of 400 % usable"
        graph.maximum = 400.0
        assert rows(graph)[0].startswith("CPU, % of 400 % usable")
        assert "400┤" in rows(graph)[1]
        assert graph.latest is None
        graph.add(1.0, [50.0])


async def test_a_new_theme_redraws_in_its_colours() -> None:
    graph = percent_graph()
    app = OneWidgetApp(graph)
    async with app.run_test(size=(46, 3)) as pilot:
        themes.register(app)
        graph.add(0.0, [200.0])
        await pilot.pause()
        dark = graph.render_line(1)
        app.theme = "projector-light"
        await pilot.pause()
        assert graph.render_line(1) != dark
        assert graph.render_line(1).text == dark.text


@pytest.mark.parametrize("glyphs", GlyphMode)
@pytest.mark.parametrize("size", [(1, 1), (2, 2), (15, 1), (16, 2), (17, 3), (200, 40), (5, 40)])
async def test_any_size_holds_exactly_its_cells(size: tuple[int, int], glyphs: GlyphMode) -> None:
    graph = percent_graph(glyphs)
    async with OneWidgetApp(graph).run_test(size=size) as pilot:
        for second in range(40):
            graph.add(float(second), [second * 5.0])
        await pilot.pause()
        shown = rows(graph)
        assert len(shown) == size[1]
        assert {graph.render_line(y).cell_length for y in range(size[1])} == {size[0]}
        if glyphs is GlyphMode.ASCII:
            assert "".join(shown[1:]).isascii()


async def test_resizing_draws_anew() -> None:
    graph = percent_graph()
    async with OneWidgetApp(graph).run_test(size=(60, 10)) as pilot:
        for second in range(10):
            graph.add(float(second), [150.0])
        await pilot.resize_terminal(30, 4)
        await pilot.pause()
        assert len(rows(graph)) == 4
        assert "█" in rows(graph)[3]


async def test_a_held_graph_stands_still_and_shows_all_once_it_goes_on() -> None:
    graph = percent_graph()
    async with OneWidgetApp(graph).run_test(size=(46, 4)) as pilot:
        graph.add(0.0, [100.0])
        graph.held = True
        shown = rows(graph)
        graph.add(1.0, [20.0])
        await pilot.resize_terminal(46, 3)
        await pilot.resize_terminal(46, 4)
        await pilot.pause()
        assert rows(graph) == shown
        assert graph.latest == (20.0,)
        graph.held = False
        assert rows(graph)[0].endswith(" 20.0 %")

import pytest
from textual.binding import Binding
from textual.pilot import Pilot

from concur_tui import themes
from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.lane_model import LaneModel, Row
from concur_tui.widgets.lanes import Current, Jump, LaneView, Span
from concur_tui.widgets.state_styles import State
from support.counting_lanes import CountingLanes
from support.widget_rows import OneWidgetApp, rows


class LanesApp(OneWidgetApp):
    def __init__(self, lanes: LaneView) -> None:
        super().__init__(lanes)
        self.told: list[tuple[str, int]] = []

    def on_lane_view_selected(self, message: LaneView.Selected) -> None:
        self.told.append(("selected", message.lane))


def busy(lanes: LaneView, until_s: float, tasks_s: float = 0.5) -> None:
    for lane in range(lanes.lane_count):
        number = 0
        while (number + 1) * tasks_s <= until_s:
            span = Span(number * tasks_s, (number + 1) * tasks_s, "task", number)
            lanes.add_span(lane, span)
            number += 1
        lanes.add_cpu_share(lane, 0.0, until_s, 1.0)
    lanes.advance(until_s)


async def test_ruler_labels_cells_and_details() -> None:
    lanes = CountingLanes(2)
    async with LanesApp(lanes).run_test(size=(60, 4)) as pilot:
        lanes.add_span(0, Span(0.0, 0.2, "start-up", -1))
        lanes.add_span(0, Span(0.3, 1.0, "task", 0))
        lanes.add_cpu_share(0, 0.3, 1.0, 1.0)
        lanes.set_current(1, Current("task", 0.5, 1))
        lanes.add_cpu_share(1, 0.5, 1.0, 0.25)
        lanes.set_detail(0, "task 0  on CPU 100 %")
        lanes.set_detail(1, "task 1  on CPU 25.0 %")
        lanes.advance(1.1)
        await pilot.pause()
        assert rows(lanes) == [
            "   ╷0 s      ╷1 s      ╷2 s      ╷3 s 100 ms a cell · follow",
            "▸1 ▞▞ ▐██████                          task 0  on CPU 100 % ",
            " 2      │▁▁▁▁=                         task 1  on CPU 25.0 %",
            " " * 60,
        ]


async def test_the_note_says_when_a_cell_stands_for_several_tasks() -> None:
    lanes = CountingLanes(1)
    async with LanesApp(lanes).run_test(size=(80, 3)):
        busy(lanes, 2.0, tasks_s=0.01)
        assert "100 ms a cell, several tasks in one · follow" in rows(lanes)[0]
        lanes.action_zoom(-3)
        assert "12.5 ms a cell" in rows(lanes)[0]


async def test_time_follows_in_jumps_and_only_changed_lanes_are_drawn() -> None:
    lanes = CountingLanes(3)
    async with LanesApp(lanes).run_test(size=(63, 5)) as pilot:
        busy(lanes, 1.0)
        await pilot.pause()
        lanes.drawn.clear()
        lanes.set_current(1, Current("task", 1.0, 2))
        lanes.advance(1.2)
        await pilot.pause()
        assert set(lanes.drawn) == {2}
        lanes.drawn.clear()
        lanes.advance(1.2)
        await pilot.pause()
        assert lanes.drawn == []
        lanes.advance(6.1)
        assert "╷0 s" not in rows(lanes)[0]
        assert "╷4 s" in rows(lanes)[0]


async def test_a_thousand_lanes_build_only_the_rows_in_view(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built: list[int] = []
    build = LaneModel.row

    def counted(model: LaneModel, number: int, *view: int) -> Row:
        built.append(number)
        return build(model, number, *view)

    monkeypatch.setattr(LaneModel, "row", counted)
    lanes = CountingLanes(1000)
    async with LanesApp(lanes).run_test(size=(80, 20)) as pilot:
        await pilot.pause()
        built.clear()
        for lane in range(1000):
            lanes.set_current(lane, Current("task", 0.0, lane))
        lanes.advance(1.0)
        await pilot.pause()
        assert sorted(built) == list(range(19))
        await pilot.press("pagedown")
        await pilot.press("pagedown")
        await pilot.pause()
        assert set(built) <= set(range(19 * 3))


async def test_keys_move_the_cursor_and_tell() -> None:
    lanes = CountingLanes(30)
    app = LanesApp(lanes)
    async with app.run_test(size=(60, 6)) as pilot:
        lanes.focus()
        await pilot.press("down", "down", "up")
        assert app.told == [
            ("selected", 1),
            ("selected", 2),
            ("selected", 1),
        ]
        await pilot.press("pagedown", "pagedown")
        await pilot.pause()
        assert lanes.selected == 11
        assert any(row.startswith("▸12") for row in rows(lanes))
        await pilot.press("up", "up", "up", "up", "up", "up")
        await pilot.pause()
        assert rows(lanes)[1].startswith("▸ 6")


async def test_the_cursor_stays_on_the_lanes() -> None:
    lanes = CountingLanes(2)
    async with LanesApp(lanes).run_test(size=(60, 6)) as pilot:
        lanes.focus()
        await pilot.press("up", "down", "down", "down")
        assert lanes.selected == 1
        lanes.set_lanes(["only"])
        assert lanes.selected == 0
        lanes.set_lanes([])
        await pilot.press("down", "enter")
        assert lanes.selected == 0


async def test_panning_holds_and_end_follows_again() -> None:
    lanes = CountingLanes(2)
    async with LanesApp(lanes).run_test(size=(60, 4)) as pilot:
        lanes.focus()
        busy(lanes, 20.0)
        following = rows(lanes)[0]
        await pilot.press("left")
        assert not lanes.follow
        held = rows(lanes)
        assert held[0].endswith("hold")
        lanes.advance(40.0)
        assert rows(lanes)[1:] == held[1:]
        await pilot.press("home")
        assert rows(lanes)[0].startswith("   ╷0 s")
        await pilot.press("end")
        assert lanes.follow
        assert rows(lanes)[0] != following
        assert rows(lanes)[0].endswith("follow")


async def test_zoom_keys_change_what_a_cell_stands_for() -> None:
    lanes = CountingLanes(2)
    async with LanesApp(lanes).run_test(size=(60, 4)) as pilot:
        lanes.focus()
        busy(lanes, 20.0)
        await pilot.press("minus")
        assert lanes.column_s == pytest.approx(0.2)
        await pilot.press("plus", "plus")
        assert lanes.column_s == pytest.approx(0.05)
        assert "50 ms a cell" in rows(lanes)[0]
        await pilot.press(*["plus"] * 20)
        assert "0.1 ms a cell" in rows(lanes)[0]
        await pilot.press("minus", "minus", "minus")
        assert "1 ms a cell" in rows(lanes)[0]


async def test_clear_starts_anew() -> None:
    lanes = CountingLanes(2)
    async with LanesApp(lanes).run_test(size=(60, 4)) as pilot:
        busy(lanes, 20.0)
        lanes.follow = False
        lanes.clear()
        await pilot.pause()
        assert lanes.follow
        assert "".join(rows(lanes)[1:]).strip() == ""
        lanes.set_lanes(["1"])
        busy(lanes, 0.4, tasks_s=0.4)
        assert rows(lanes)[1].rstrip() == "▸1 ▐███"


def test_it_takes_data_before_it_is_on_a_screen() -> None:
    lanes = CountingLanes(2)
    lanes.clear()
    lanes.set_lanes(["1"])
    busy(lanes, 1.0)


@pytest.mark.parametrize("glyphs", GlyphMode)
@pytest.mark.parametrize("size", [(1, 1), (2, 2), (5, 3), (29, 2), (300, 80)])
async def test_any_size_holds_exactly_its_cells(size: tuple[int, int], glyphs: GlyphMode) -> None:
    lanes = CountingLanes(5, glyphs)
    async with LanesApp(lanes).run_test(size=size) as pilot:
        lanes.set_detail(0, "task 31   on CPU 26.0 %   8 tasks")
        busy(lanes, 50.0)
        await pilot.pause()
        area = lanes.scrollable_content_region.size
        shown = [lanes.render_line(y) for y in range(area.height)]
        assert {strip.cell_length for strip in shown} == {area.width}
        if glyphs is GlyphMode.ASCII:
            assert "".join(strip.text for strip in shown).isascii()


async def test_resize_and_theme_change_draw_anew() -> None:
    lanes = CountingLanes(2)
    app = LanesApp(lanes)
    async with app.run_test(size=(60, 4)) as pilot:
        themes.register(app)
        busy(lanes, 1.0)
        await pilot.pause()
        dark = lanes.render_line(1)
        app.theme = "high-contrast"
        await pilot.pause()
        assert lanes.render_line(1) != dark
        assert lanes.render_line(1).text == dark.text
        await pilot.resize_terminal(30, 3)
        await pilot.pause()
        assert [len(row) for row in rows(lanes)] == [30, 30, 30]


async def test_a_click_selects() -> None:
    lanes = CountingLanes(3)
    app = LanesApp(lanes)
    async with app.run_test(size=(60, 6)) as pilot:
        await click(pilot, 2)
        assert app.told == [("selected", 1)]
        await click(pilot, 0)
        await click(pilot, 5)
        assert lanes.selected == 1
        await click(pilot, 3, times=2)
        assert app.told[1:] == [("selected", 2)]


async def test_a_held_moment_is_marked_and_read_out_below_the_lanes() -> None:
    lanes = CountingLanes(2)
    async with LanesApp(lanes).run_test(size=(80, 6)) as pilot:
        lanes.focus()
        busy(lanes, 2.0)
        lanes.add_span(1, Span(2.0, 2.5, "failed", 4, 0.05))
        lanes.add_cpu_share(1, 2.0, 2.5, 0.1, State.SLEEPING)
        lanes.advance(3.0)
        await pilot.press("comma", "comma")
        assert not lanes.follow
        assert rows(lanes)[0].index("▾") == 3 + 28
        assert rows(lanes)[3:] == [
            " no task · since 2.000 s · after task 3".ljust(80),
            " " * 80,
            " " * 80,
        ]
        await pilot.press(*["comma"] * 4)
        assert rows(lanes) == [
            "   ╷0 s      ╷1 s      ╷2 s▾     ╷3 s      ╷4 s      ╷5 s      ╷6 s      ╷7 s   ",
            "▸1 ▐████▐████▐████▐████".ljust(80),
            " 2 ▐████▐████▐████▐████│···!".ljust(80),
            " no task · since 2.000 s · after task 3".ljust(80),
            " " * 80,
            " " * 80,
        ]
        await pilot.press("down")
        words = " task 4 failed · at 2.000 s for 500 ms · CPU 10 %, else sleeping"
        assert rows(lanes)[3] == words.ljust(80)
        await pilot.press("full_stop")
        assert rows(lanes)[3] == " no task · since 2.500 s · after task 4 failed".ljust(80)
        await pilot.press("end")
        assert rows(lanes)[0].count("▾") == 0
        assert rows(lanes)[3] == " " * 80


@pytest.mark.parametrize("no_color", ["", "1"])
async def test_the_marked_cell_stands_out(no_color: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    lanes = CountingLanes(2)
    app = LanesApp(lanes)
    async with app.run_test(size=(60, 6)) as pilot:
        lanes.focus()
        busy(lanes, 2.0)
        await pilot.press("comma", "comma", "comma")
        await pilot.pause()
        column = rows(lanes)[0].index("▾")
        screen = app.screen._compositor.render_strips()
        grounds = [strip.crop(column - 1, column + 2) for strip in screen[:3]]
        for strip in grounds[:2]:
            before, at, after = (segment.style.bgcolor for segment in strip if segment.style)
            assert at not in (before, after)


async def test_a_moment_near_the_end_of_the_view_scrolls_on() -> None:
    lanes = CountingLanes(1)
    async with LanesApp(lanes).run_test(size=(40, 5)) as pilot:
        lanes.focus()
        busy(lanes, 5.0)
        await pilot.press("home", "comma")
        read = [rows(lanes)[2]]
        for _ in range(15):
            await pilot.press("full_stop")
            assert "▾" in rows(lanes)[0]
            read.append(rows(lanes)[2])
        assert [row[:8] for row in dict.fromkeys(read)] == [" task 7 ", " task 8 ", " task 9 "]


async def test_what_is_read_out_of_a_task_in_flight_grows() -> None:
    lanes = CountingLanes(1)
    async with LanesApp(lanes).run_test(size=(60, 5)) as pilot:
        lanes.focus()
        lanes.set_current(0, Current("task", 0.0, 7))
        lanes.advance(0.5)
        await pilot.press("comma")
        assert "500 ms so far" in rows(lanes)[2]
        lanes.advance(0.9)
        assert "900 ms so far" in rows(lanes)[2]


async def test_what_does_not_fit_is_read_out_in_two_rows_and_lanes_stay_in_reach() -> None:
    lanes = CountingLanes(9)
    async with LanesApp(lanes).run_test(size=(45, 6)) as pilot:
        lanes.focus()
        busy(lanes, 2.0)
        lanes.add_cpu_share(0, 2.0, 2.5, 0.0, State.READY)
        await pilot.press("comma")
        await pilot.pause()
        shown = rows(lanes)
        assert shown[-2].startswith(" task 3 · at 1.500 s for 500 ms")
        assert shown[-1].startswith(" CPU unknown")
        await pilot.press("pagedown", "pagedown", "pagedown", "pagedown")
        await pilot.pause()
        assert lanes.selected == 8
        assert any(row.startswith("▸9") for row in rows(lanes))


async def test_a_click_on_a_cell_reads_it_out() -> None:
    lanes = CountingLanes(3)
    async with LanesApp(lanes).run_test(size=(60, 6)) as pilot:
        busy(lanes, 2.0)
        await pilot.click(CountingLanes, offset=(3 + 7, 2))
        assert lanes.selected == 1
        assert not lanes.follow
        assert rows(lanes)[0].index("▾") == 3 + 7
        assert rows(lanes)[4].startswith(" task 1 · at 0.500 s for 500 ms")
        await pilot.click(CountingLanes, offset=(3 + 30, 3))
        assert lanes.selected == 2
        assert rows(lanes)[0].index("▾") == 3 + 7


async def test_zooming_keeps_the_marked_cell_in_its_place() -> None:
    lanes = CountingLanes(1)
    async with LanesApp(lanes).run_test(size=(60, 5)) as pilot:
        lanes.focus()
        busy(lanes, 60.0)
        await pilot.press("left", "left", *["comma"] * 9)
        at, task = rows(lanes)[0].index("▾"), rows(lanes)[2]
        await pilot.press("plus")
        assert abs(rows(lanes)[0].index("▾") - at) <= 1
        assert rows(lanes)[2] == task


async def test_a_jump_selects_holds_scrolls_and_reads_out() -> None:
    lanes = CountingLanes(40)
    app = LanesApp(lanes)
    async with app.run_test(size=(80, 8)) as pilot:
        busy(lanes, 100.0)
        lanes.add_span(33, Span(100.0, 100.9, "failed", 200, 0.1))
        lanes.advance(400.0)
        assert lanes.jump(Jump.FIRST_FAILURE) == ""
        await pilot.pause()
        assert (lanes.selected, lanes.follow) == (33, False)
        shown = rows(lanes)
        lane = next(row for row in shown if row.startswith("▸34"))
        assert lane[shown[0].index("▾")] == "!"
        words = " first failure: task 200 failed · at 100.000 s for 900 ms"
        assert any(row.startswith(words) for row in shown)
        assert lanes.jump(Jump.SLOWEST) == ""
        assert any(row.startswith(" slowest: task 200 failed") for row in rows(lanes))
        lanes.focus()
        await pilot.press("up")
        assert any(row.startswith((" task 199 ", " no task")) for row in rows(lanes))


async def test_a_jump_to_what_is_forgotten_at_this_zoom_zooms_out() -> None:
    lanes = CountingLanes(1)
    async with LanesApp(lanes).run_test(size=(80, 8)):
        lanes.add_span(0, Span(0.0, 3.0, "failed", 0, 0.1))
        lanes.add_span(0, Span(1_000.0, 1_000.1, "task", 1, 0.1))
        lanes.advance(1_001.0)
        assert lanes.jump(Jump.SLOWEST) == ""
        assert lanes.column_s > 0.1
        shown = rows(lanes)
        assert shown[1][shown[0].index("▾")] != " "


async def test_a_jump_to_nowhere_moves_nothing_and_says_why() -> None:
    lanes = CountingLanes(2)
    async with LanesApp(lanes).run_test(size=(80, 8)):
        busy(lanes, 3.0)
        before = rows(lanes)
        assert lanes.jump(Jump.FIRST_FAILURE) == "No task has failed."
        assert lanes.follow
        assert rows(lanes) == before


async def test_a_step_draws_no_row_anew_that_is_not_in_view() -> None:
    lanes = CountingLanes(1000)
    async with LanesApp(lanes).run_test(size=(80, 20)) as pilot:
        lanes.focus()
        busy(lanes, 2.0)
        await pilot.press("comma")
        await pilot.pause()
        lanes.drawn.clear()
        await pilot.press("comma")
        await pilot.pause()
        assert len(lanes.drawn) <= 20


async def click(pilot: Pilot[None], row: int, times: int = 1) -> None:
    await pilot.click(CountingLanes, offset=(5, row), times=times)


def test_every_key_is_a_binding_with_id_and_words() -> None:
    bindings = [binding for binding in LaneView.BINDINGS if isinstance(binding, Binding)]
    assert len(bindings) == len(LaneView.BINDINGS)
    assert all(binding.id and binding.description for binding in bindings)
    assert len({binding.id for binding in bindings}) == len(bindings)

"""The lane of the GIL among those of the workers."""

import pytest

from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.gil_track import GilTrack
from concur_tui.widgets.lanes import Current, Span
from concur_workloads.api import GilLook, SharedGil
from support.counting_lanes import CountingLanes
from support.widget_rows import OneWidgetApp, rows


def held_in_turns(until_s: float, since_s: float = 0.0) -> SharedGil:
    """Each of two workers had it for half a second, then the other; nobody after 2 s."""
    numbers = range(round(since_s * 100), round(until_s * 100))
    return SharedGil(
        tuple(
            GilLook(
                (number + 0.5) / 100,
                1 + number // 50 % 2 if number < 200 else None,
                wanted=number < 300,
                after_s=0.01,
                changed=number < 200 and number % 50 == 0,
            )
            for number in numbers
        )
    )


async def test_it_stands_under_the_ruler_and_stays_there_when_lanes_scroll() -> None:
    lanes = CountingLanes(30)
    async with OneWidgetApp(lanes).run_test(size=(90, 8)) as pilot:
        lanes.show_gil(held_in_turns(3.5))
        lanes.advance(4.0)
        await pilot.pause()
        shown = rows(lanes)
        assert shown[0].startswith("          ╷0 s")
        expected = " GIL est. 11111222221111122222??????????·····"
        assert shown[1].startswith(expected)
        assert shown[1].rstrip().endswith("wanted  86 %        >= 1 hand-overs/s")
        assert shown[2].startswith("▸       1 ")
        assert shown[7].startswith("        6 ")
        await pilot.press("pagedown", "pagedown")
        await pilot.pause()
        shown = rows(lanes)
        assert shown[1].startswith(expected)
        assert shown[7].startswith("▸      13 ")


async def test_it_takes_no_row_where_the_workers_share_none() -> None:
    lanes = CountingLanes(2)
    async with OneWidgetApp(lanes).run_test(size=(60, 5)) as pilot:
        lanes.show_gil(None)
        lanes.advance(1.0)
        await pilot.pause()
        assert [row[:2] for row in rows(lanes)] == ["  ", "▸1", " 2", "  ", "  "]
        lanes.show_gil(SharedGil())
        await pilot.pause()
        assert [row[:9] for row in rows(lanes)[1:4]] == [" GIL est.", "▸       1", "        2"]
        lanes.clear()
        lanes.set_lanes(["1"])
        await pilot.pause()
        assert rows(lanes)[1].startswith("▸1")


async def test_why_it_cannot_be_seen_stands_in_it() -> None:
    lanes = CountingLanes(1)
    async with OneWidgetApp(lanes).run_test(size=(70, 5)) as pilot:
        lanes.show_gil(SharedGil(unseen="who waits for it is read from /proc"))
        lanes.set_current(0, Current("task", 0.0, 0))
        lanes.advance(1.0)
        await pilot.pause()
        assert rows(lanes)[1].rstrip() == " GIL est. who waits for it is read from /proc"
        await pilot.press("comma")
        assert rows(lanes)[4].strip() == "GIL est.: who waits for it is read from /proc"


async def test_the_cursor_reads_out_who_held_it_under_what_the_lane_did() -> None:
    lanes = CountingLanes(2)
    async with OneWidgetApp(lanes).run_test(size=(110, 7)) as pilot:
        lanes.show_gil(held_in_turns(3.5))
        lanes.add_span(0, Span(0.0, 3.0, "task", 7, 1.0))
        lanes.advance(3.5)
        await pilot.press("comma")
        shown = rows(lanes)
        assert shown[4].startswith(" no task · since 3.000 s")
        assert shown[5].strip() == "GIL est.: no worker was seen waiting for it · 10 looks"
        await pilot.press("minus", "minus", "minus", *["comma"] * 3)
        shown = rows(lanes)
        assert shown[4].startswith(" task 7 · at 0.000 s for 3.00 s")
        assert shown[5].strip() == (
            "GIL est. ± 11 points: worker 1 62 % · worker 2 38 % · >= 2 hand-overs/s · 80 looks"
        )


async def test_where_room_is_short_lane_and_gil_are_read_out_in_a_row_each() -> None:
    lanes = CountingLanes(2)
    async with OneWidgetApp(lanes).run_test(size=(60, 5)) as pilot:
        lanes.show_gil(held_in_turns(1.5))
        lanes.add_span(1, Span(0.0, 1.5, "failed", 7, 1.0))
        lanes.advance(1.5)
        await pilot.press("down", "comma")
        await pilot.pause()
        shown = rows(lanes)
        assert shown[1].startswith(" GIL est. ")
        assert shown[2].startswith("▸       2 ")
        assert shown[3].startswith(" task 7 failed · at 0.000 s for 1.50 s · CPU 67 %")
        assert shown[4].startswith(" GIL est. ± 28 points: worker 1 100 % · >= 0 hand-overs/s")


async def test_only_its_row_is_drawn_when_only_it_changes() -> None:
    lanes = CountingLanes(3)
    async with OneWidgetApp(lanes).run_test(size=(90, 7)) as pilot:
        lanes.show_gil(held_in_turns(1.0))
        lanes.advance(1.0)
        await pilot.pause()
        lanes.drawn.clear()
        lanes.show_gil(held_in_turns(1.1, since_s=1.0))
        lanes.advance(1.1)
        await pilot.pause()
        assert set(lanes.drawn) == {1}
        lanes.drawn.clear()
        lanes.show_gil(SharedGil())
        lanes.advance(1.1)
        await pilot.pause()
        assert lanes.drawn == []


async def test_a_click_finds_the_lane_under_it() -> None:
    lanes = CountingLanes(3)
    async with OneWidgetApp(lanes).run_test(size=(90, 7)) as pilot:
        lanes.show_gil(held_in_turns(1.0))
        lanes.advance(1.0)
        await pilot.pause()
        await pilot.click(offset=(1, 3))
        assert lanes.selected == 1
        await pilot.click(offset=(1, 1))
        assert lanes.selected == 1


async def test_in_ascii_it_needs_nothing_else() -> None:
    lanes = CountingLanes(1, GlyphMode.ASCII)
    async with OneWidgetApp(lanes).run_test(size=(90, 4)) as pilot:
        lanes.show_gil(held_in_turns(3.5))
        lanes.advance(3.5)
        await pilot.pause()
        row = rows(lanes)[1]
        assert row.isascii()
        assert row.startswith(" GIL est. 11111222221111122222??????????.....")


async def test_a_thousand_lanes_do_not_make_it_dearer(monkeypatch: pytest.MonkeyPatch) -> None:
    built = []
    codes = GilTrack.codes

    def counted(track: GilTrack, *view: int) -> bytes:
        built.append(view)
        return codes(track, *view)

    monkeypatch.setattr(GilTrack, "codes", counted)
    lanes = CountingLanes(1000)
    async with OneWidgetApp(lanes).run_test(size=(90, 20)) as pilot:
        lanes.show_gil(held_in_turns(1.0))
        await pilot.pause()
        built.clear()
        for lane in range(1000):
            lanes.set_current(lane, Current("task", 0.0, lane))
        lanes.advance(1.0)
        await pilot.pause()
        assert len(built) == 1

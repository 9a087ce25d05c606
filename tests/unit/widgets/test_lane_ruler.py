"""What stands beside the ruler of the lanes, and what of it gives way."""

import pytest

from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.lane_drawing import Columns
from concur_tui.widgets.lane_ruler import Now, Words, words_beside
from concur_tui.widgets.lanes import Current
from support.counting_lanes import CountingLanes
from support.widget_rows import OneWidgetApp, rows

NOW = Now(("worker 1", "1"), ("task 31  for  450 ms", "waiting for the GIL "))
SAID = "1: task 31  for  450 ms · waiting for the GIL "


def beside(detail: int, now: Now | None = NOW, *, follow: bool = True) -> Words:
    columns = Columns(label=8, timeline=24, detail=detail)
    return words_beside(0.1, columns, now, several=True, follow=follow, mode=GlyphMode.BRAILLE)


@pytest.mark.parametrize(
    ("detail", "scale", "said"),
    [
        (110, "100 ms a cell, several tasks in one · follow", f"worker {SAID}"),
        (94, "100 ms a cell, several tasks in one · follow", SAID),
        (87, "100 ms a cell, several tasks in one", f"worker {SAID}"),
        (85, "100 ms a cell, several tasks in one", SAID),
        (70, "100 ms a cell", f"worker {SAID}"),
        (50, "", f"worker {SAID}"),
        (42, "", SAID),
        (36, "", SAID),
        (28, "100 ms a cell, several tasks in one · follow", ""),
    ],
)
def test_what_a_cell_stands_for_gives_way_to_what_the_lane_is_at(
    detail: int, scale: str, said: str
) -> None:
    assert beside(detail) == Words(scale, said)


def test_a_view_that_is_held_says_so_and_nothing_of_now() -> None:
    assert beside(42, follow=False) == Words("100 ms a cell, several tasks in one · hold")
    assert beside(42, None) == Words("100 ms a cell, several tasks in one · follow")


async def test_it_costs_a_look_the_row_of_the_ruler() -> None:
    lanes = CountingLanes(3)
    async with OneWidgetApp(lanes).run_test(size=(100, 5)) as pilot:
        lanes.advance(1.0)
        lanes.say_now(Now(("1",), ("idle",)))
        lanes.advance(1.0)
        await pilot.pause()
        lanes.drawn.clear()
        lanes.say_now(Now(("1",), ("task 1",)))
        lanes.advance(1.0)
        await pilot.pause()
        assert lanes.drawn == [0]
        assert rows(lanes)[0].endswith("100 ms a cell · follow   1: task 1")
        lanes.drawn.clear()
        lanes.say_now(Now(("1",), ("task 1",)))
        lanes.advance(1.0)
        await pilot.pause()
        assert lanes.drawn == []


async def test_it_is_forgotten_with_the_lanes() -> None:
    lanes = CountingLanes(1)
    async with OneWidgetApp(lanes).run_test(size=(100, 5)) as pilot:
        lanes.say_now(NOW)
        lanes.clear()
        lanes.set_lanes(["1"])
        lanes.set_current(0, Current("task", 0.0, 0))
        lanes.advance(1.0)
        await pilot.pause()
        assert "worker" not in rows(lanes)[0]

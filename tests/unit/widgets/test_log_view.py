from collections.abc import Iterator
from datetime import UTC

import pytest
from textual.binding import Binding
from textual.events import MouseScrollUp
from textual.geometry import Region
from textual.strip import Strip

from concur_tui import themes
from concur_tui.widgets.log_view import Level, LogLine, LogView
from support.widget_rows import OneWidgetApp, rows

NOON_S = 1_700_000_000.25


class CountingLog(LogView):
    """Counts what it draws and how often it looks at its lines."""

    def __init__(self, capacity: int = 20_000) -> None:
        super().__init__(capacity=capacity, timezone=UTC)
        self.drawn: list[int] = []
        self.flushed = 0

    def flush(self) -> None:
        self.flushed += 1
        super().flush()

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        return super().render_line(y)


def lines(
    first: int, last: int, level: Level = Level.INFO, text: str = "line"
) -> Iterator[LogLine]:
    for number in range(first, last):
        yield LogLine(NOON_S + number, level, "run 1", f"{text} {number}")


def texts(log: LogView) -> list[str]:
    return [row[13:].strip() for row in rows(log)]


async def test_time_level_source_and_text() -> None:
    log = CountingLog()
    async with OneWidgetApp(log).run_test(size=(50, 4)):
        log.extend(lines(0, 1))
        log.extend([LogLine(NOON_S, Level.WARNING, "worker 3", "is slow")])
        log.extend([LogLine(NOON_S, Level.ERROR, "run 1", "died")])
        log.flush()
        assert [row.rstrip() for row in rows(log)] == [
            "22:13:20.250   run 1     line 0",
            "22:13:20.250 W worker 3  is slow",
            "22:13:20.250 E run 1     died",
            "",
        ]


async def test_it_follows_until_it_is_scrolled_and_end_follows_again() -> None:
    log = CountingLog()
    async with OneWidgetApp(log).run_test(size=(50, 4)) as pilot:
        log.focus()
        log.extend(lines(0, 100))
        log.flush()
        assert texts(log)[-1] == "run 1  line 99"
        await pilot.press("up")
        assert not log.follow
        held = texts(log)
        assert held[-1] == "run 1  line 98"
        log.extend(lines(100, 150))
        log.flush()
        assert texts(log) == held
        await pilot.press("pageup")
        assert texts(log)[-1] == "run 1  line 95"
        await pilot.press("home")
        assert texts(log)[0] == "run 1  line 0"
        await pilot.press("down")
        assert texts(log)[0] == "run 1  line 1"
        await pilot.press("end")
        assert log.follow
        assert texts(log)[-1] == "run 1  line 149"


async def test_a_held_view_stays_on_its_lines_while_old_ones_are_dropped() -> None:
    log = CountingLog(capacity=50)
    async with OneWidgetApp(log).run_test(size=(60, 5)):
        log.extend(lines(0, 60))
        log.flush()
        log.action_scroll(-10)
        held = texts(log)[1:]
        log.extend(lines(60, 70))
        log.flush()
        assert texts(log)[1:] == held
        log.extend(lines(70, 200))
        log.flush()
        assert texts(log)[1] == "run 1  line 150"


async def test_the_number_of_dropped_lines_is_shown() -> None:
    log = CountingLog(capacity=10)
    async with OneWidgetApp(log).run_test(size=(50, 4)):
        log.extend(lines(0, 1510))
        log.flush()
        assert log.dropped == 1500
        assert rows(log)[0].rstrip() == "1 500 earlier lines dropped"
        assert texts(log)[-1] == "run 1  line 1509"


async def test_many_arrivals_are_one_refresh(monkeypatch: pytest.MonkeyPatch) -> None:
    log = CountingLog()
    async with OneWidgetApp(log).run_test(size=(50, 4)) as pilot:
        await pilot.pause()
        refreshed: list[object] = []
        refresh = log.refresh

        def counted(*regions: Region) -> LogView:
            refreshed.append(regions)
            return refresh(*regions)

        monkeypatch.setattr(log, "refresh", counted)
        before = log.flushed
        for number in range(1000):
            log.extend(lines(number, number + 1))
        assert refreshed == []
        while log.flushed == before:
            await pilot.pause()
        assert log.flushed == before + 1
        assert len(refreshed) == 1


async def test_only_rows_that_changed_are_drawn_again() -> None:
    log = CountingLog()
    async with OneWidgetApp(log).run_test(size=(50, 6)) as pilot:
        log.extend(lines(0, 2))
        log.flush()
        await pilot.pause()
        log.drawn.clear()
        log.extend(lines(2, 3))
        log.flush()
        await pilot.pause()
        assert set(log.drawn) == {2}
        log.drawn.clear()
        log.extend(lines(3, 4, Level.DEBUG))
        log.flush()
        await pilot.pause()
        assert log.drawn == []


async def test_level_and_filter_narrow_the_view() -> None:
    log = CountingLog()
    async with OneWidgetApp(log).run_test(size=(50, 3)):
        log.extend(lines(0, 10, Level.DEBUG, "detail"))
        log.extend(lines(10, 12))
        log.extend(lines(12, 13, Level.ERROR, "boom"))
        assert log.matching == 3
        log.level = Level.DEBUG
        assert log.matching == 13
        log.filter_text = "DETAIL 7"
        assert texts(log) == ["run 1  detail 7", "", ""]
        log.filter_text = ""
        log.level = Level.ERROR
        assert texts(log) == ["E run 1  boom 12", "", ""]


async def test_search_jumps_highlights_and_counts() -> None:
    log = CountingLog()
    app = OneWidgetApp(log)
    async with app.run_test(size=(50, 5)) as pilot:
        log.focus()
        log.extend(lines(0, 300))
        log.flush()
        assert log.search("line 10") == 11
        assert not log.follow
        assert rows(log)[0].rstrip() == '"line 10" 11 of 11'
        assert any(row.endswith("line 109") for row in texts(log))
        await pilot.press("N")
        assert rows(log)[0].rstrip() == '"line 10" 10 of 11'
        await pilot.press("n", "n")
        assert rows(log)[0].rstrip() == '"line 10" 1 of 11'
        hit = next(
            log.render_line(y) for y in range(1, 5) if rows(log)[y].rstrip().endswith("line 10")
        )
        marked = [segment.text for segment in hit if segment.style and segment.style.bold]
        assert marked == ["line 10"]
        assert log.search("nothing like it") == 0
        assert "nowhere" in rows(log)[0]
        log.search("")
        assert '"' not in rows(log)[0]


async def test_hostile_text_stays_text() -> None:
    log = CountingLog()
    async with OneWidgetApp(log).run_test(size=(70, 3)):
        log.extend([LogLine(NOON_S, Level.INFO, "w\x1b[2J", "\x1b[31m[red]x[/red]\r\n\u202e")])
        log.flush()
        shown = rows(log)[0]
        assert shown.isprintable()
        assert "\\x1b[31m[red]x[/red]\\r\\n\\u202e" in shown


async def test_long_lines_are_clipped_and_can_be_shifted() -> None:
    log = CountingLog()
    async with OneWidgetApp(log).run_test(size=(50, 2)) as pilot:
        log.focus()
        log.extend([LogLine(NOON_S, Level.INFO, "a", "".join(f"{n:03d}," for n in range(40)))])
        log.flush()
        assert rows(log)[0].endswith("…")
        assert "000,001" in rows(log)[0]
        await pilot.press("right")
        assert "000," not in rows(log)[0]
        assert "005,006" in rows(log)[0]
        await pilot.press("left", "left")
        assert "000,001" in rows(log)[0]


@pytest.mark.parametrize("size", [(1, 1), (13, 2), (18, 1), (19, 2), (21, 3), (22, 2), (300, 60)])
async def test_any_size_holds_exactly_its_cells(size: tuple[int, int]) -> None:
    log = CountingLog(capacity=5)
    async with OneWidgetApp(log).run_test(size=size) as pilot:
        log.extend(LogLine(NOON_S, Level.INFO, "漢字" * 9, "漢字" * n) for n in range(1, 40))
        log.flush()
        log.search("字")
        await pilot.pause()
        assert {log.render_line(y).cell_length for y in range(size[1])} == {size[0]}


async def test_resize_and_theme_change_draw_anew() -> None:
    log = CountingLog()
    app = OneWidgetApp(log)
    async with app.run_test(size=(50, 3)) as pilot:
        themes.register(app)
        log.extend(lines(0, 9))
        log.flush()
        await pilot.pause()
        dark = log.render_line(0)
        app.theme = "projector-light"
        await pilot.pause()
        assert log.render_line(0) != dark
        await pilot.resize_terminal(40, 6)
        await pilot.pause()
        assert texts(log) == [f"run 1  line {number}" for number in range(3, 9)]


async def test_clear_and_lines_from_before_it_was_shown() -> None:
    log = CountingLog()
    log.extend(lines(0, 3))
    async with OneWidgetApp(log).run_test(size=(50, 4)) as pilot:
        await pilot.pause()
        assert texts(log)[2] == "run 1  line 2"
        log.clear()
        assert "".join(texts(log)) == ""
        assert log.dropped == 0


async def test_the_wheel_scrolls() -> None:
    log = CountingLog()
    async with OneWidgetApp(log).run_test(size=(50, 4)) as pilot:
        log.extend(lines(0, 50))
        log.flush()
        await pilot._post_mouse_events([MouseScrollUp], log)
        assert texts(log)[-1] == "run 1  line 46"


def test_every_key_is_a_binding_with_id_and_words() -> None:
    bindings = [binding for binding in LogView.BINDINGS if isinstance(binding, Binding)]
    assert len(bindings) == len(LogView.BINDINGS)
    assert all(binding.id and binding.description for binding in bindings)
    assert len({binding.id for binding in bindings}) == len(bindings)

import pytest

from concur_tui.widgets.harmless_text import harmless
from concur_tui.widgets.log_ring import LONGEST_TEXT, Level, LogLine, LogRing
from concur_tui.widgets.log_search import LogSearch


def line(text: str, level: Level = Level.INFO, source: str = "run 1") -> LogLine:
    return LogLine(0.0, level, source, text)


def ring_of(*texts: str, capacity: int = 100) -> LogRing:
    ring = LogRing(capacity)
    ring.extend(line(text) for text in texts)
    return ring


def shown(ring: LogRing) -> list[str]:
    return [ring[number].text for number in ring.matches]


def test_the_oldest_lines_make_room_and_are_counted() -> None:
    ring = ring_of(*"abcde", capacity=3)
    assert shown(ring) == ["c", "d", "e"]
    assert ring.first == 2
    ring.extend([line("f")])
    assert shown(ring) == ["d", "e", "f"]
    assert ring[3].text == "d"


def test_more_lines_at_once_than_there_is_room_for() -> None:
    ring = LogRing(10)
    ring.extend(line(str(number)) for number in range(1000))
    assert shown(ring) == [str(number) for number in range(990, 1000)]
    assert ring.first == 990


def test_level_and_text_narrow_what_came_and_what_comes() -> None:
    ring = LogRing(100)
    ring.extend(
        [
            line("ready", Level.DEBUG),
            line("Task 1 done"),
            line("task 2 slow", Level.WARNING),
            line("lost", Level.ERROR, source="task 3"),
        ]
    )
    assert shown(ring) == ["Task 1 done", "task 2 slow", "lost"]
    ring.show_only(Level.DEBUG, "")
    assert len(ring.matches) == 4
    ring.show_only(Level.WARNING, "TASK")
    assert shown(ring) == ["task 2 slow", "lost"]
    ring.extend([line("task 4"), line("task 5", Level.ERROR)])
    assert shown(ring) == ["task 2 slow", "lost", "task 5"]


def test_filter_text_is_no_pattern() -> None:
    ring = ring_of("a.b", "axb", "[bold]")
    ring.show_only(Level.INFO, "a.b")
    assert shown(ring) == ["a.b"]
    ring.show_only(Level.INFO, "[bold")
    assert shown(ring) == ["[bold]"]


def test_numbers_stay_with_their_lines_after_clearing_too() -> None:
    ring = ring_of("a", "b")
    ring.clear()
    assert (ring.first, ring.end, shown(ring)) == (0, 0, [])
    ring.extend([line("c")])
    assert shown(ring) == ["c"]


def test_a_long_line_is_cut_and_says_so() -> None:
    ring = ring_of("x" * (LONGEST_TEXT + 1234))
    assert ring[0].text.endswith("… (1 234 more characters not kept)")
    assert len(ring[0].text) < LONGEST_TEXT + 60


def test_search_goes_round_in_both_directions() -> None:
    search = LogSearch(ring_of("a hit", "b", "c HIT", "d", "e hit"), "hit")
    search.newest()
    visited = [search.current]
    for step in (search.previous, search.previous, search.previous, search.next, search.next):
        step()
        visited.append(search.current)
    assert visited == [4, 2, 0, 4, 0, 2]
    assert search.notice == '"hit" 2 of 3'


def test_search_sees_only_what_the_filter_shows() -> None:
    ring = ring_of("one hit", "two hit")
    ring.show_only(Level.INFO, "two")
    assert LogSearch(ring, "hit").hits == [1]


def test_a_search_without_hits_says_so_and_stays_calm() -> None:
    search = LogSearch(ring_of("a"), "z")
    search.next()
    search.previous()
    search.newest()
    assert search.current == -1
    assert search.notice == '"z" nowhere'
    assert LogSearch(ring_of("a"), "").notice == ""


@pytest.mark.parametrize(
    ("text", "shown_text"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("a\tb", "a    b"),
        ("line\nbreak\r", "line\\nbreak\\r"),
        ("\u202eright to left", "\\u202eright to left"),
        ("bell\x07 c1\x9b", "bell\\x07 c1\\x9b"),
        ("nbsp\xa0thin\u2009", "nbsp thin "),
        ("\ud800 lone surrogate", "\\ud800 lone surrogate"),
        ("漢字 e\u0301 ☺", "漢字 e\u0301 ☺"),
        ("[bold]no markup[/bold]", "[bold]no markup[/bold]"),
    ],
)
def test_text_is_made_harmless(text: str, shown_text: str) -> None:
    assert harmless(text) == shown_text
    assert harmless(text).isprintable()

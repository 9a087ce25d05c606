"""The words in the title of the resources, and which give way where it is short of room."""

import pytest
from textual.content import Content

from concur_tui.screens.workbench.resource_title import rate_words, task_times, title
from concur_workloads.api import Latency, Throttling

NAME = "3 Resources and workers"
TIMES = task_times(Latency(0.0973, 0.1, 1.05, 2.0), 0)
NO_TIMES = ("", "", "")


def test_the_title_says_what_is_amiss() -> None:
    never = Throttling(0, 0, 0.0)
    assert title("", NO_TIMES, None, held=False, room=74) == NAME
    assert title("5 Hz", NO_TIMES, never, held=False, room=74) == f"{NAME} · 5 Hz"
    throttled = title("5 Hz", NO_TIMES, Throttling(0, 1, 0.1), held=True, room=74)
    assert "throttled 1 time[" in throttled
    assert "held" in throttled


def test_the_title_says_how_long_tasks_take() -> None:
    assert title("5 Hz", TIMES, None, held=False, room=74) == (
        f"{NAME} · 5 Hz · task p50 97.3 ms p95  100 ms p99  1.05 s"
    )


@pytest.mark.parametrize(
    ("rate", "throttled", "state", "room", "words"),
    [
        ("2.5 Hz", 0, "follows", 74, "task p50 97.3 ms p95  100 ms p99  1.05 s"),
        ("5 Hz", 12, "follows", 78, "task p50 97.3 ms p99  1.05 s · throttled 12 times"),
        ("5 Hz", 12, "follows", 74, "5 Hz · task p50 97.3 ms p99  1.05 s · throttled"),
        ("5 Hz", 0, "held", 74, "task p50 97.3 ms p99  1.05 s ·  held  f goes on"),
        ("5 Hz", 12, "held", 78, "5 Hz · throttled 12 times ·  held  f goes on"),
        ("5 Hz", 12, "held", 10, "throttled ·  held  f goes on"),
    ],
)
def test_where_the_title_is_short_of_room_it_says_what_matters_most(
    rate: str, throttled: int, state: str, room: int, words: str
) -> None:
    throttling = Throttling(0, throttled, 0.4)
    said = title(rate, TIMES, throttling, held=state == "held", room=room)
    assert Content.from_markup(said).plain == f"{NAME} · {words}"


def test_times_of_tasks_are_as_wide_whatever_they_are() -> None:
    kinds = [
        task_times(None, 0),
        task_times(Latency(0.000_000_999, 0.000_123, 0.0123, 2.0), 0),
        task_times(Latency(0.123, 1.23, 123.0, 200.0), 0),
    ]
    assert kinds[0][0] == "task p50       - p95       - p99       -"
    assert {len(each) for each, *_ in kinds} == {len(kinds[0][0])}


def test_times_that_lack_records_are_said_to_be_of_those_there_are() -> None:
    long, short, _ = task_times(Latency(0.1, 0.2, 0.3, 0.4), 4_711)
    assert long == "recorded tasks p50  100 ms p95  200 ms p99  300 ms"
    assert short == "recorded tasks p50  100 ms p99  300 ms"


@pytest.mark.parametrize(
    ("period_s", "words"), [(0.1, "10 Hz"), (0.4, "2.5 Hz"), (1.0, "1 Hz"), (2.0, "every 2 s")]
)
def test_a_rate_is_named_in_hertz_or_by_its_period(period_s: float, words: str) -> None:
    assert rate_words(period_s) == words

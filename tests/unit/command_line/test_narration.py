"""What is told on standard error, on a terminal and off it."""

import io
from typing import Any

import pytest

from concur_tui.command_line.narration import Narration
from concur_workloads.api import LogEntry, Phase, RunSnapshot


def _entry(text: str, level: str = "info", source: str = "run") -> LogEntry:
    return LogEntry(0.0, level, source, text)


def _snapshot(**changes: Any) -> RunSnapshot:
    values: dict[str, Any] = {
        "elapsed_s": 1.0,
        "phase": Phase.BACKEND_PASS,
        "pass_number": 2,
        "passes": 3,
        "paused": False,
        "cancelling": False,
        "done": 37,
        "total": 96,
        "remaining_s": 3.4,
        "throughput_per_s": 12.1,
        "latency": None,
        "loop_lag": None,
        "figures": (),
        "deadlock": None,
        "missed_records": 0,
        "lanes": (),
        "spans": (),
        "shares": (),
    }
    return RunSnapshot(**(values | changes))


def _told(*entries: LogEntry, full: bool) -> str:
    stream = io.StringIO()
    narration = Narration(stream, full=full)
    for entry in entries:
        narration.log(entry)
    return stream.getvalue()


def test_off_a_terminal_only_user_code_and_problems_are_told() -> None:
    told = _told(
        _entry("2 workers ready"),
        _entry("7", source="stdout"),
        _entry("worker 2 was ended by SIGKILL", level="warning"),
        _entry("a detail", level="debug"),
        full=False,
    )
    assert told == "stdout: 7\nrun: worker 2 was ended by SIGKILL\n"


def test_on_a_terminal_the_story_is_told_but_for_details() -> None:
    told = _told(_entry("2 workers ready"), _entry("a detail", level="debug"), full=True)
    assert told.endswith("run     2 workers ready\n")
    assert "detail" not in told


@pytest.mark.parametrize("full", [False, True])
def test_user_code_cannot_move_the_cursor(*, full: bool) -> None:
    told = _told(_entry("a\x1b[2Jb\x07c\td\x9b", source="stdout"), full=full)
    assert "a\\x1b[2Jb\\x07c\td\\x9b\n" in told


def test_progress_says_where_it_is_and_how_long_it_may_take() -> None:
    stream = io.StringIO()
    Narration(stream, full=True).progress(_snapshot())
    text = stream.getvalue()
    assert "backend pass 2 of 3 · 37 of 96 tasks · 12.1 task/s · about 3.4 s left" in text
    assert "\n" not in text


def test_progress_without_an_estimate_makes_none_up() -> None:
    stream = io.StringIO()
    starting = _snapshot(phase=Phase.STARTING, remaining_s=None, throughput_per_s=0.0, done=0)
    Narration(stream, full=True).progress(starting)
    assert stream.getvalue().endswith("starting · 0 of 96 tasks")


def test_the_same_progress_is_not_drawn_twice_and_follows_each_line() -> None:
    stream = io.StringIO()
    narration = Narration(stream, full=True)
    narration.progress(_snapshot())
    before = stream.tell()
    narration.progress(_snapshot())
    assert stream.tell() == before
    narration.log(_entry("a line"))
    assert stream.getvalue().endswith("tasks · 12.1 task/s · about 3.4 s left")
    narration.end()
    assert stream.getvalue().endswith("\r\x1b[2K")


def test_progress_fits_into_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    stream = io.StringIO()
    Narration(stream, full=True).progress(_snapshot())
    assert stream.getvalue() == "\r\x1b[2Kbackend pass 2 of 3"


def test_off_a_terminal_there_is_no_progress() -> None:
    stream = io.StringIO()
    narration = Narration(stream, full=False)
    narration.progress(_snapshot())
    narration.end()
    assert stream.getvalue() == ""


def test_a_terminal_that_has_gone_does_not_end_the_run() -> None:
    class Gone(io.StringIO):
        def write(self, text: str, /) -> int:
            raise OSError(5, "Input/output error")

    Narration(Gone(), full=True).log(_entry("a line"))

"""The progress line says how far a run is, and estimates only from what was measured."""

from dataclasses import replace

from concur_tui.screens.workbench.progress import loop_lag, progress_parts, remaining
from concur_workloads.api import Latency, Phase, RunSnapshot
from support.fake_experiment import running, starting


def said(snapshot: RunSnapshot, usual_start_s: float | None = None) -> str:
    return "".join(part.text for part in progress_parts(snapshot, usual_start_s))


def test_a_first_start_has_no_estimate() -> None:
    assert said(starting()) == "starting  workers are being made ready"


def test_a_later_start_is_compared_with_the_last() -> None:
    assert said(starting(), 1.24).endswith("made ready, last time 1.2 s")


def test_a_pass_shows_share_and_tasks() -> None:
    text = said(replace(running(4.0), done=24, total=96, pass_number=2, passes=3))
    assert text == "backend pass 2 of 3  ━━━─────────  24 of 96 tasks"


def test_the_remaining_time_is_an_estimate_of_the_engine() -> None:
    assert remaining(replace(running(4.0), remaining_s=22.04)).text == "  about 22.0 s left"
    assert remaining(replace(running(4.0), remaining_s=None)).text == ""


def test_a_run_that_stands_still_promises_no_end() -> None:
    assert "left" not in remaining(replace(running(4.0), paused=True)).text


def test_stopping_is_said_before_anything_else() -> None:
    assert said(replace(running(4.0), cancelling=True, paused=True)).startswith("stopping")


def test_a_run_without_tasks_does_not_divide_by_zero() -> None:
    assert "0 of 0 tasks" in said(replace(starting(), phase=Phase.BACKEND_PASS, total=0))


def test_how_late_the_loop_was_is_said_where_there_is_one() -> None:
    text = loop_lag(Latency(0.0004, 0.001, 0.052, 0.061))
    assert text == "Timers of the event loop fired 400 µs late (median), up to 61.0 ms."
    assert loop_lag(None) == ""


def test_records_that_were_overwritten_are_counted_while_the_run_is_on() -> None:
    lossy = replace(running(4.0), done=24, total=96, missed_records=1_200)
    assert said(lossy).endswith("24 of 96 tasks  1 200 records lost")
    assert "lost" not in said(replace(lossy, missed_records=0))

"""The result as a person reads it: figures that were measured, and a dash where none was."""

from dataclasses import replace

import pytest

from concur_tui.command_line.summary import summary
from concur_workloads.api import LIMITS, Failure, Latency, Limits, LintSettings, Ratio
from support.run_results import (
    ENVIRONMENT,
    a_budget,
    a_failed_result,
    a_machine,
    a_result,
    a_worker,
    with_serial_walls,
)


def test_a_completed_run() -> None:
    lines = summary(a_result()).splitlines()
    title = "sum-of-squares · threading.Thread x 2 · 16 tasks · CPython 3.11.7 (GIL)"
    assert lines[0] == title
    assert "  wall time     1.23 s   serial 1.15 s" in lines
    assert "  speed-up      0.930 x   95 % interval 0.900 to 0.970, 3 pairs" in lines
    assert "  task latency  p50 152 ms   p95 161 ms   p99 170 ms   max 173 ms" in lines
    assert "  checksum      c0ffee   same as serial" in lines
    assert lines[-1].startswith("speed-up 0.93 x serial")


@pytest.mark.parametrize(
    ("at_start", "later", "words"),
    [(False, False, "(no GIL)"), (False, True, "(GIL, turned on by an import)")],
)
def test_a_free_threaded_build_says_what_became_of_the_gil(
    *, at_start: bool, later: bool, words: str
) -> None:
    environment = replace(ENVIRONMENT, free_threaded=True, gil_at_start=at_start, gil=later)
    assert summary(a_result(environment=environment)).splitlines()[0].endswith(f" 3.11.7 {words}")


def test_a_loop_that_was_late() -> None:
    lines = summary(a_result(loop_lag=Latency(0.0004, 0.001, 0.052, 0.061))).splitlines()
    assert "  loop lag      p50 400 µs   p95 1.00 ms   p99 52.0 ms   max 61.0 ms" in lines


def test_what_the_program_took_itself_is_told_where_it_was_measured() -> None:
    lines = summary(a_result(machine=a_machine())).splitlines()
    assert "  concur-tui    itself 2.1 % CPU during passes   RSS 43 MB" in lines
    assert not any("concur-tui" in line for line in summary(a_result()).splitlines())


def test_latency_says_how_many_tasks_it_covers_when_some_were_missed() -> None:
    (line,) = [
        line
        for line in summary(a_result(latency_tasks=41)).splitlines()
        if line.startswith("  task latency ")
    ]
    assert line.endswith("max 173 ms   over 41 of 48 tasks")


def test_workers_stand_in_columns() -> None:
    lines = summary(a_result(workers=(a_worker(1), a_worker(2, exit=-9)))).splitlines()
    header = next(line for line in lines if "worker" in line and "exit" in line)
    rows = [line for line in lines if line.startswith("       ")]
    assert [len(row) <= len(header) for row in rows] == [True, True]
    assert rows[1].endswith("-9")
    assert rows[0].split() == ["1", "4242", "24", "0", "50.0", "%", "3.69", "s", "1.88", "s"]


def test_a_failed_run_shows_dashes_and_why() -> None:
    text = summary(a_failed_result())
    assert "wall time     -\n" in text
    assert "speed-up" not in text
    assert "  task 3 in worker 2 failed: killed by SIGKILL while running\n" in text
    assert text.splitlines()[-1].startswith("Failed: worker 2 was ended by SIGKILL.")


def test_one_pair_says_that_there_is_no_interval() -> None:
    text = summary(a_result(speedup=Ratio(1.9, None, None, 1)))
    assert "one pair of passes, so no interval" in text


def test_results_that_differ_stand_out() -> None:
    assert "DIFFERS from serial" in summary(a_result(checksum_matches=False))


def test_what_was_found_stands_above_the_verdict_with_what_to_try() -> None:
    lines = summary(a_result()).splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith("  gil-bound-threads: "))
    assert lines[at].endswith("as they share one GIL.")
    assert lines[at + 1].startswith("    Try processes")
    assert lines[at + 2 :] == ["", lines[-1]]
    silenced = LintSettings(frozenset({"gil-bound-threads"}))
    assert "gil-bound-threads" not in summary(a_result(), silenced)


def test_limits_of_lints_that_were_set_are_told() -> None:
    limits = Limits({LIMITS["swap.moved"]: 1.0, LIMITS["gil-bound-threads.waited"]: 30.0})
    told = summary(a_result(), LintSettings(limits=limits))
    assert "  lint limits   gil-bound-threads.waited 30 % instead of 25\n" in told
    assert "lint limits" not in summary(a_result())


def test_the_reasons_of_the_badge_are_told_once() -> None:
    result = with_serial_walls(1.0, 1.3, dropped_records=5)
    told = summary(result)
    silenced = summary(result, LintSettings(frozenset({"noisy-machine"})))
    lost = "5 records were lost, so latency and figures lack them"
    assert f"  trust         noisy   {lost}\n" in told
    assert f"  trust         noisy   serial passes took 1 s to 1.3 s   {lost}\n" in silenced
    assert told.count("1.3 s") == 1


def test_a_quiet_run_is_to_be_trusted_and_one_of_which_nothing_is_known_has_no_badge() -> None:
    assert "  trust         good\n" in summary(a_result(machine=a_machine()))
    assert "trust" not in summary(a_result())


def test_many_workers_and_failures_are_cut_and_counted() -> None:
    failures = tuple(Failure("backend", 1, task, None, "raised") for task in range(20))
    text = summary(
        a_result(
            workers=tuple(a_worker(number) for number in range(1, 101)),
            failures=failures,
            failures_in_all=1_234,
            dropped_records=5,
        )
    )
    assert "and 68 more workers" in text
    assert "and 1 224 more failures" in text
    assert "not recorded  5 records" in text


def test_a_budget_says_whom_it_leaves_out() -> None:
    budget = a_budget(on_cpu=1.0)
    watched, unseen = a_worker(1, budget=budget), a_worker(2)
    left_out = "  left out: 1 worker, not watched"
    of_both = a_result(budget=budget, workers=(watched, unseen))
    assert left_out in summary(of_both, with_budget=True).splitlines()
    of_one = a_result(budget=budget, workers=(watched,))
    assert left_out not in summary(of_one, with_budget=True).splitlines()

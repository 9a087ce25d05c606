"""`concur-tui matrix` with the real engine: one table, exit codes, and what Ctrl-C leaves of it."""

import csv
import io
import json
import re
import signal

import pytest

from support.command_line import PROGRAM, concur_tui, started, wait_for_line

_SMALL = ("--workers", "2", "--tasks", "4", "--repeats", "2", "--set", "terms=1000")
_TWO = ("--backends", "threads,processes", "--start-methods", "fork")


def test_the_table_has_a_line_for_each_row() -> None:
    ran = concur_tui("matrix", "sum-of-squares", *_SMALL, *_TWO)
    assert (ran.returncode, ran.stderr) == (0, "")
    title, _, heads, threads, processes, *_ = ran.stdout.splitlines()
    assert title.startswith("sum-of-squares · 4 tasks · 2 workers · 2 repeats · took ")
    assert heads.split()[:4] == ["backend", "start", "wall", "start-up"]
    assert threads.split()[0] == "threading.Thread"
    assert processes.split()[:2] == ["multiprocessing.Process", "fork"]
    assert "iB" in processes
    assert "The results of all 2 are equal." in ran.stdout


def test_json_and_csv_hold_the_same_rows() -> None:
    ran = concur_tui("matrix", "no-op", *_SMALL[:6], *_TWO, "--json")
    rows = json.loads(ran.stdout)["rows"]
    assert [(row["backend"], row["run"]["spec"]["tasks"]) for row in rows] == [
        ("threading.Thread", 4),
        ("multiprocessing.Process", 4),
    ]
    ran = concur_tui("matrix", "no-op", *_SMALL[:6], *_TWO, "--csv", "--quiet")
    read = list(csv.DictReader(io.StringIO(ran.stdout)))
    assert [row["backend"] for row in read] == [row["backend"] for row in rows]


def test_a_row_that_fails_stays_with_its_cause() -> None:
    fault = ("--set", "fault=unpicklable-result", "--tasks", "4", "--workers", "2")
    ran = concur_tui("matrix", "misbehave", *fault, *_TWO)
    assert ran.returncode == 1
    assert "  threading.Thread " in ran.stdout
    assert "multiprocessing.Process (fork): failed: Task 0 of the pass failed" in ran.stdout


@pytest.mark.parametrize("by_option", [True, False])
def test_findings_are_named_unless_their_lints_are_silenced(*, by_option: bool) -> None:
    asked = ("matrix", "no-op", "--workers", "2", "--tasks", "200", "--backends", "processes")
    methods = ("--start-methods", "fork", "--quiet")
    told = concur_tui(*asked, *methods).stdout
    assert re.search(r"Process \(fork\): \d findings?: .*tiny-tasks", told)
    options = ["--silence", "tiny-tasks"] if by_option else []
    env = {} if by_option else {"CONCUR_TUI_SILENCE": "tiny-tasks"}
    assert "tiny-tasks" not in concur_tui(*asked, *methods, *options, env=env).stdout


def test_findings_are_of_the_limits_that_were_set() -> None:
    asked = ("matrix", "no-op", "--workers", "2", "--tasks", "200", "--backends", "threads")
    ran = concur_tui(*asked, "--quiet", "--limit", "tiny-tasks.handing-out=100")
    assert "limits of lints that were set, tiny-tasks.handing-out 100 % instead" in ran.stdout
    assert not re.search(r"findings?: .*tiny-tasks", ran.stdout)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "matrix needs a WORKLOAD"),
        (("no-op", "--backends", "thread"), "did you mean threads?"),
        (("no-op", "--start-methods", "vfork"), "start_method: 'vfork' is not accepted"),
        (("no-op", "--backend", "threads"), "did you mean --backends?"),
    ],
)
def test_what_cannot_be_used_is_refused(arguments: tuple[str, ...], words: str) -> None:
    ran = concur_tui("matrix", *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert words in ran.stderr


@pytest.mark.faults
def test_ctrl_c_prints_what_there_is() -> None:
    endless = ("--tasks", "100000", "--set", "numbers=2", "--set", "pause_s=0.01")
    with started(*PROGRAM, "matrix", "print-numbers", *endless, *_TWO, "--repeats", "1") as process:
        wait_for_line(process, "stdout: 1")
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate()
    assert process.returncode == 130
    assert "  threading.Thread: cancelled" in output
    assert "  multiprocessing.Process (fork): not begun" in output

"""On a terminal a run tells its story and shows its progress; standard output stays data."""

import json
import sys
from pathlib import Path

import pytest

from support.pty_terminal import PtyTerminal

_PROGRAM = [sys.executable, "-m", "concur_tui"]
_RUN = [*_PROGRAM, "run", "print-numbers", "--tasks", "4", "--workers", "2", "--repeats", "1"]
_RUN += ["--set", "numbers=3", "--set", "pause_s=0.1"]


@pytest.mark.terminal
def test_progress_is_drawn_in_one_line_and_taken_away() -> None:
    with PtyTerminal(_RUN) as terminal:
        terminal.wait_for("of 8 tasks")
        terminal.wait_for("backend pass 1 of 1")
        assert terminal.wait_for_exit() == 0
        screen = terminal.screen_text()
    assert "backend pass 1: completed" in screen
    assert "stdout  2" in screen
    assert "of 8 tasks" not in screen
    assert "speed-up" in screen


@pytest.mark.terminal
def test_the_report_can_go_to_a_file_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    command = f'exec "$0" "$@" --json > {path}'
    with PtyTerminal(["/bin/sh", "-c", command, *_RUN]) as terminal:
        terminal.wait_for("of 8 tasks")
        assert terminal.wait_for_exit() == 0
    assert json.loads(path.read_text())["result"]["status"] == "completed"


@pytest.mark.terminal
def test_a_dumb_terminal_gets_no_escapes() -> None:
    with PtyTerminal(_RUN, env={"TERM": "dumb"}) as terminal:
        terminal.wait_for("stdout: 2")
        assert terminal.wait_for_exit() == 0
        assert "of 8 tasks" not in terminal.screen_text()


@pytest.mark.terminal
def test_quiet_shows_the_result_alone() -> None:
    with PtyTerminal([*_RUN, "--quiet"]) as terminal:
        assert terminal.wait_for_exit() == 0
        screen = terminal.screen_text()
    assert screen.strip().startswith("print-numbers · threading.Thread x 2")
    assert "stdout" not in screen

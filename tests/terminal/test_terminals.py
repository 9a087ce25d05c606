"""The terminals that other tests drive tell the truth about a small program."""

import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from support.processes import is_alive
from support.pty_terminal import PtyTerminal
from support.terminal import ScreenNeverShown, Terminal
from support.tmux_terminal import TMUX, TmuxTerminal

pytestmark = pytest.mark.terminal

PROGRAM = [sys.executable, "-u", str(Path(__file__).with_name("press_and_say.py"))]

needs_tmux = pytest.mark.skipif(TMUX is None, reason="tmux is not installed")

Kind = Callable[..., Terminal]


@pytest.fixture(params=[PtyTerminal, pytest.param(TmuxTerminal, marks=needs_tmux)])
def kind(request: pytest.FixtureRequest) -> Kind:
    terminal: Kind = request.param
    return terminal


def still_runs(terminal: Terminal) -> bool:
    return psutil.pid_exists(terminal.pid) and is_alive(psutil.Process(terminal.pid))


def test_shows_what_the_program_draws_at_the_size_asked_for(kind: Kind) -> None:
    with kind(PROGRAM, columns=90, rows=30) as terminal:
        assert "ready" in terminal.wait_for("size 90x30")
        assert terminal.bytes_written > len("readysize 90x30")


@pytest.mark.parametrize(
    ("key", "read"),
    [
        ("a", "b'a'"),
        ("tab", r"b'\t'"),
        ("shift+tab", r"b'\x1b[Z'"),
        ("f5", r"b'\x1b[15~'"),
        ("up", r"b'\x1b[A'"),
        ("ctrl+x", r"b'\x18'"),
        ("pagedown", r"b'\x1b[6~'"),
        ("escape", r"b'\x1b'"),
    ],
)
def test_a_key_arrives_as_the_bytes_of_an_xterm(kind: Kind, key: str, read: str) -> None:
    with kind(PROGRAM) as terminal:
        terminal.wait_for("ready")
        terminal.press(key)
        terminal.wait_for(f"read {read}")


def test_typed_text_arrives(kind: Kind) -> None:
    with kind(PROGRAM) as terminal:
        terminal.wait_for("ready")
        terminal.type("über")
        terminal.wait_for(re.compile(r"read b'.*r'"))


def test_the_program_hears_of_a_new_size(kind: Kind) -> None:
    with kind(PROGRAM) as terminal:
        terminal.wait_for("size 120x40")
        terminal.resize(100, 25)
        terminal.wait_for("size 100x25")


def test_an_exit_code_comes_back(kind: Kind) -> None:
    with kind(PROGRAM) as terminal:
        terminal.wait_for("ready")
        terminal.type("q")
        assert terminal.wait_for_exit() == 7


def test_the_signal_that_ended_the_program_comes_back(kind: Kind) -> None:
    with kind(PROGRAM) as terminal:
        terminal.wait_for("ready")
        terminal.kill(signal.SIGKILL)
        assert terminal.wait_for_exit() == -signal.SIGKILL


def test_a_wait_in_vain_fails_with_the_screen(kind: Kind) -> None:
    with kind(PROGRAM) as terminal:
        terminal.wait_for("ready")
        with pytest.raises(
            ScreenNeverShown, match=r"(?s)0.2 s went by without 'steady' on:.*ready"
        ):
            terminal.wait_for("steady", timeout=0.2)


def test_leaving_the_block_hangs_up_and_reaps(kind: Kind) -> None:
    with kind(PROGRAM) as terminal:
        terminal.wait_for("ready")
    assert not still_runs(terminal)


def test_a_program_that_ignores_the_hang_up_is_killed(kind: Kind) -> None:
    stubborn = "import signal; signal.signal(1, signal.SIG_IGN); print('deaf'); signal.pause()"
    with kind([sys.executable, "-u", "-c", stubborn]) as terminal:
        terminal.wait_for("deaf")
    assert not still_runs(terminal)


def test_no_exit_within_the_limit_says_what_is_on_the_screen(kind: Kind) -> None:
    with kind(PROGRAM) as terminal:
        terminal.wait_for("ready")
        with pytest.raises(TimeoutError, match=r"(?s)still runs after 0.1 s, showing:.*ready"):
            terminal.wait_for_exit(timeout=0.1)


def test_a_pseudo_terminal_knows_whether_it_was_left_as_it_was_found() -> None:
    with PtyTerminal(PROGRAM) as terminal:
        terminal.wait_for("ready")
        assert terminal.alternate_screen
        assert not terminal.echoes
        assert 25 not in terminal.private_modes
        terminal.press("q")
        terminal.wait_for_exit()
        terminal.wait_for(lambda screen: "ready" not in screen)
        assert not terminal.alternate_screen
        assert terminal.echoes
        assert 25 in terminal.private_modes


def test_a_pseudo_terminal_controls_the_program() -> None:
    with PtyTerminal(["/bin/sh", "-c", "tty </dev/tty && echo has one"]) as terminal:
        terminal.wait_for("has one")

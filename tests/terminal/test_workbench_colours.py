"""What the environment says of colours and of the terminal is heeded."""

import re
import subprocess
from collections.abc import Iterator

import pytest

from support.pty_terminal import PtyTerminal
from support.real_workbench import PROGRAM, columns_busy_together, default_run, workbench

pytestmark = pytest.mark.terminal

_HEX = re.compile(r"[0-9a-f]{6}")


def colours(terminal: PtyTerminal) -> Iterator[str]:
    """The colours of all cells; six hexadecimal digits for one that is not of the sixteen."""
    for row in terminal.cells():
        for cell in row:
            yield from (cell.fg, cell.bg)


def is_grey(colour: str) -> bool:
    return colour == "default" or colour[:2] == colour[2:4] == colour[4:]


def test_true_colour_is_used_where_the_terminal_has_it() -> None:
    with workbench(PtyTerminal) as terminal:
        assert not all(map(is_grey, colours(terminal)))
        assert all(map(_HEX.fullmatch, set(colours(terminal)) - {"default"}))


def test_no_color_leaves_greys_and_lanes_that_patterns_tell_apart() -> None:
    with default_run("threading.Thread", env={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for(lambda screen: columns_busy_together(screen) >= 3, timeout=40)
        assert [colour for colour in set(colours(terminal)) if not is_grey(colour)] == []


def test_a_terminal_of_sixteen_colours_gets_no_others() -> None:
    with workbench(PtyTerminal, env={"TERM": "screen", "COLORTERM": ""}) as terminal:
        used = set(colours(terminal))
        assert [colour for colour in used if _HEX.fullmatch(colour)] == []
        assert len(used) > 2


def test_in_a_locale_without_utf8_all_is_drawn_in_ascii() -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with workbench(PtyTerminal, env=plain) as terminal:
        screen = terminal.screen_text()
    assert screen.isascii()
    assert "+- 2 Configuration ---" in screen
    assert "o ready" in screen
    assert "\\u" not in screen


def test_a_dumb_terminal_is_refused_with_a_sentence() -> None:
    with PtyTerminal(PROGRAM, env={"TERM": "dumb"}) as terminal:
        assert terminal.wait_for_exit() == 2
        screen = " ".join(terminal.wait_for("concur-tui run").split())
        assert "The terminal type TERM=dumb cannot place text on the screen" in screen
        assert "Traceback" not in screen


def test_without_a_terminal_one_line_points_to_the_command_line() -> None:
    ended = subprocess.run(
        PROGRAM, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
    assert "concur-tui run" in ended.stderr

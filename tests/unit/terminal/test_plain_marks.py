"""What is drawn in a locale without UTF-8: ASCII of the same width, and letters that it has."""

import io
from pathlib import Path

import pytest
from textual._border import BORDER_CHARS

import concur_tui
from concur_tui.terminal.plain_marks import PLAIN_MARKS, draw_plainly

_SOURCES = Path(concur_tui.__path__[0]).rglob("*.py")


def _drawn(text: str, encoding: str = "ascii") -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="backslashreplace", newline="")
    draw_plainly(stream)
    stream.write(text)
    stream.flush()
    return raw.getvalue().decode(encoding)


def test_a_frame_is_drawn_in_ascii() -> None:
    assert _drawn("╭─ Log ─╮\n│ ● on  │\n╰───────╯") == "+- Log -+\n| * on  |\n+-------+"


@pytest.mark.parametrize(("text", "drawn"), [("añb", "a?b"), ("世界", "????"), ("e\u0301", "e")])
def test_other_characters_keep_their_width(text: str, drawn: str) -> None:
    assert _drawn(text) == drawn


def test_what_the_encoding_has_is_left_alone() -> None:
    assert _drawn("12 µs · añb ─", "latin-1") == "12 µs · añb -"


def test_every_mark_that_we_or_a_border_draw_has_one_in_ascii() -> None:
    ours = "".join(path.read_text(encoding="utf-8") for path in _SOURCES)
    borders = "".join("".join(row) for each in BORDER_CHARS.values() for row in each)
    drawn = sorted({each for each in ours + borders if not each.isascii()})
    assert "─" in drawn
    assert [each for each in drawn if "?" in each.encode("ascii", PLAIN_MARKS).decode()] == []


def test_a_stream_that_is_not_there_or_of_another_kind_is_no_error() -> None:
    draw_plainly(None)
    draw_plainly(io.StringIO())

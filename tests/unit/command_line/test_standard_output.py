"""Standard output that cannot show a character, or is not there at all."""

import io
import sys

import pytest

from concur_tui.command_line.standard_output import write_out


def test_a_character_that_the_encoding_lacks_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    write_out("12 µs\n")
    assert raw.getvalue() == b"12 us\n"


def test_closed_output_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    write_out("unheard")

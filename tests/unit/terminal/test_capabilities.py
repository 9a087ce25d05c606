import pytest

from concur_tui.terminal.capabilities import Capabilities, GlyphMode, detect


def on_a_terminal(environ: dict[str, str], encoding: str = "UTF-8") -> Capabilities:
    return detect(environ, encoding, stdin_is_tty=True, stdout_is_tty=True)


@pytest.mark.parametrize(
    ("term", "encoding", "glyphs"),
    [
        ("xterm-256color", "UTF-8", GlyphMode.BRAILLE),
        ("xterm-256color", "utf8", GlyphMode.BRAILLE),
        ("linux", "UTF-8", GlyphMode.BLOCKS),
        ("xterm-256color", "ISO-8859-1", GlyphMode.ASCII),
        ("linux", "ANSI_X3.4-1968", GlyphMode.ASCII),
        ("xterm", "no such encoding", GlyphMode.ASCII),
    ],
)
def test_glyphs_follow_locale_and_terminal(term: str, encoding: str, glyphs: GlyphMode) -> None:
    assert on_a_terminal({"TERM": term}, encoding).glyphs is glyphs


def test_an_ordinary_terminal_is_not_refused() -> None:
    assert on_a_terminal({"TERM": "xterm-256color"}).refusal is None
    assert on_a_terminal({}).refusal is None


def test_a_dumb_terminal_is_refused_by_name() -> None:
    refusal = on_a_terminal({"TERM": "dumb"}).refusal
    assert refusal is not None
    assert "TERM=dumb" in refusal
    assert "concur-tui run" in refusal


def test_a_pipe_is_refused_in_one_line() -> None:
    refusal = detect({}, "UTF-8", stdin_is_tty=True, stdout_is_tty=False).refusal
    assert refusal is not None
    assert "standard output" in refusal
    assert "\n" not in refusal


def test_a_missing_keyboard_is_refused() -> None:
    refusal = detect({}, "UTF-8", stdin_is_tty=False, stdout_is_tty=True).refusal
    assert refusal is not None
    assert "standard input" in refusal

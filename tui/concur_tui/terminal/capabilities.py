"""What the terminal at hand can show, read once from the environment."""

import codecs
import locale
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache


class GlyphMode(Enum):
    """The richest set of characters that the terminal is expected to draw."""

    ASCII = "ascii"
    BLOCKS = "blocks"
    BRAILLE = "braille"


@dataclass(frozen=True)
class Capabilities:
    """`refusal` is the sentence to print instead of starting the screen, if there is a reason."""

    glyphs: GlyphMode
    refusal: str | None


def _is_utf8(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False


def _glyphs(environ: Mapping[str, str], encoding: str) -> GlyphMode:
    if not _is_utf8(encoding):
        return GlyphMode.ASCII
    return GlyphMode.BLOCKS if environ.get("TERM") == "linux" else GlyphMode.BRAILLE


def _refusal(environ: Mapping[str, str], *, stdin_is_tty: bool, stdout_is_tty: bool) -> str | None:
    headless = "use `concur-tui run` instead, which needs no screen"
    if not stdout_is_tty:
        return f"The workbench needs a terminal, and standard output is not one: {headless}."
    if not stdin_is_tty:
        return f"The workbench needs a keyboard, and standard input is no terminal: {headless}."
    if environ.get("TERM", "") in {"dumb", "unknown"}:
        return (
            f"The terminal type TERM={environ['TERM']} cannot place text on the screen: "
            f"set TERM to what the terminal is (for example xterm-256color), or {headless}."
        )
    return None


def detect(
    environ: Mapping[str, str], encoding: str, *, stdin_is_tty: bool, stdout_is_tty: bool
) -> Capabilities:
    """Judge a terminal by its environment variables and the locale's character encoding."""
    return Capabilities(
        glyphs=_glyphs(environ, encoding),
        refusal=_refusal(environ, stdin_is_tty=stdin_is_tty, stdout_is_tty=stdout_is_tty),
    )


@cache
def this_terminal() -> Capabilities:
    """The capabilities of the terminal that this process runs in."""
    return detect(
        os.environ,
        locale.getpreferredencoding(do_setlocale=False),
        stdin_is_tty=sys.stdin is not None and sys.stdin.isatty(),
        stdout_is_tty=sys.stdout is not None and sys.stdout.isatty(),
    )

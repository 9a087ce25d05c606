"""ASCII in place of the lines and marks that an encoding does not have."""

import codecs
import unicodedata
from typing import TextIO

#: To be named as `errors` where text is encoded.
PLAIN_MARKS = "concur_tui.plain_marks"

#: Each in the left column stands for all in the right one, cell for cell.
_STANDS_FOR = {
    "-": "─━═╌╍╏╸╺▔—–−",  # noqa: RUF001 - what looks like a hyphen is none
    "|": "│┃║╷▌▐▍▋▎▏▕·",
    "+": "┌┏┐┓└┗┘┛╔╗╚╝╭╮╯╰┤├┬",
    "_": "▁",
    "#": "█■▂▃▄▅▆▇▀▉▊▒▞▖▗▘▙▛▜▝▟",
    ":": "░",
    "~": "…±",
    ">": "▶▸►→",
    "v": "▼▾",
    "^": "▲",
    "*": "●•",
    "o": "○",
    "u": "µμ",
    "@": "╫",
    "x": "×",  # noqa: RUF001 - a sign, not the letter
    "/ ": "🔎",
}
_PLAIN = {mark: plain for plain, marks in _STANDS_FOR.items() for mark in marks}


def _plain(character: str) -> str:
    """As wide as the character, so that whatever stands behind it keeps its place."""
    if unicodedata.combining(character):
        return ""
    wide = unicodedata.east_asian_width(character) in "WF"
    return _PLAIN.get(character, "??" if wide else "?")


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


codecs.register_error(PLAIN_MARKS, _replace)


def draw_plainly(stream: TextIO | None) -> None:
    """Have a stream replace what its encoding does not have, instead of writing its code out."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors=PLAIN_MARKS)

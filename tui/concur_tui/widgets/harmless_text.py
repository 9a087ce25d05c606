"""Text from anywhere made safe to show: nothing in it can move a cursor or change a colour."""

TAB_CELLS = 4


def _shown(character: str) -> str:
    if character == "\t":
        return " " * TAB_CELLS
    if character.isprintable():
        return character
    if character.isspace() and character not in "\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029":
        return " "
    return character.encode("unicode_escape").decode("ascii")


def harmless(text: str) -> str:
    r"""`text` in one line, its control and invisible characters written out, as in `\x1b`."""
    return text if text.isprintable() else "".join(map(_shown, text))

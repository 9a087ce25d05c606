"""What a person would see: a screen that understands the modes a full-screen program sets."""

import re
from codecs import getincrementaldecoder

import pyte
from pyte.screens import Char

_CSI = re.compile(r"\x1b\[([<=>?]?)([0-9;:]*)([ -/]*)([@-~])")
_UNFINISHED_CSI = re.compile(r"\x1b(?:\[[0-9;:<=>?]*[ -/]*)?\Z")

_ALTERNATE_SCREEN = 1049
_SYNCHRONISED_OUTPUT = 2026


class Emulator:
    """Turn the bytes that a program writes into rows of cells.

    `replies` collects the answers to the queries a terminal has to answer.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.private_modes: set[int] = set()
        self.replies = bytearray()
        self._main = pyte.Screen(columns, rows)
        self._shown = self._main
        self._stream = pyte.Stream(self._shown)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._pending = ""

    @property
    def alternate_screen(self) -> bool:
        """Whether the program has put its own screen in front of the shell's."""
        return _ALTERNATE_SCREEN in self.private_modes

    @property
    def inside_frame(self) -> bool:
        """Whether a synchronised frame has begun and not ended, so that the rows are half new."""
        return _SYNCHRONISED_OUTPUT in self.private_modes

    def feed(self, data: bytes) -> None:
        """Draw `data`, which may end in the middle of a character or of a sequence."""
        text = self._pending + self._decode(data)
        unfinished = _UNFINISHED_CSI.search(text)
        end = unfinished.start() if unfinished else len(text)
        self._pending = text[end:]
        drawn_to = 0
        for sequence in _CSI.finditer(text, 0, end):
            self._stream.feed(text[drawn_to : sequence.start()])
            self._obey(sequence)
            drawn_to = sequence.end()
        self._stream.feed(text[drawn_to:end])

    def resize(self, columns: int, rows: int) -> None:
        """Give both screens the size of `columns` by `rows` cells."""
        for screen in {id(s): s for s in (self._main, self._shown)}.values():
            screen.resize(lines=rows, columns=columns)

    def text(self) -> str:
        """Return the rows on the screen, without the blanks at their ends."""
        return "\n".join(row.rstrip() for row in self._shown.display)

    def cells(self) -> list[list[Char]]:
        """Return every cell with its colours and attributes, row by row."""
        screen = self._shown
        return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]

    def _obey(self, sequence: re.Match[str]) -> None:
        prefix, parameters, intermediate, final = sequence.groups()
        if intermediate == "$" and final == "p":
            self._report_mode(int(parameters))
        elif prefix == "?" and final in "hl":
            self._set_modes([int(mode) for mode in parameters.split(";")], on=final == "h")
        elif final == "n" and parameters == "6":
            cursor = self._shown.cursor
            self._reply(f"\x1b[{cursor.y + 1};{cursor.x + 1}R")
        elif final == "c" and not prefix:
            self._reply("\x1b[?62;22c")
        elif not prefix and not intermediate:
            self._stream.feed(sequence.group())

    def _set_modes(self, modes: list[int], *, on: bool) -> None:
        for mode in modes:
            if mode == _ALTERNATE_SCREEN and on != self.alternate_screen:
                self._show(pyte.Screen(self._main.columns, self._main.lines) if on else self._main)
            if on:
                self.private_modes.add(mode)
            else:
                self.private_modes.discard(mode)
            self._stream.feed(f"\x1b[?{mode}{'h' if on else 'l'}")

    def _show(self, screen: pyte.Screen) -> None:
        self._shown = screen
        self._stream = pyte.Stream(screen)

    def _report_mode(self, mode: int) -> None:
        if mode == _SYNCHRONISED_OUTPUT:
            self._reply(f"\x1b[?{mode};{1 if self.inside_frame else 2}$y")

    def _reply(self, answer: str) -> None:
        self.replies += answer.encode()

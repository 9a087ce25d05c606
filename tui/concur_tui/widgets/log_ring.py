"""The last lines of a log, filtered and searched; every line keeps its number for good."""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from concur_tui.formatting import count

CAPACITY = 20_000
LONGEST_TEXT = 4_096


class Level(IntEnum):
    """How much a line matters."""

    DEBUG = 10
    INFO = 20
    WARNING = 30
    ERROR = 40


class LogLine(NamedTuple):
    """One line; `time_s` is seconds since the epoch, `source` who said it."""

    time_s: float
    level: Level
    source: str
    text: str


def needle_of(text: str) -> re.Pattern[str]:
    """A pattern that finds `text` literally, in capitals or not."""
    return re.compile(re.escape(text), re.IGNORECASE)


def _bounded(line: LogLine) -> LogLine:
    extra = len(line.text) - LONGEST_TEXT
    if extra <= 0:
        return line
    return line._replace(
        text=f"{line.text[:LONGEST_TEXT]}… ({count(extra)} more characters not kept)"
    )


class LogRing:
    """Keeps `capacity` lines; `matches` numbers those that pass the level and the filter."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._lines: deque[LogLine] = deque(maxlen=capacity)
        self._capacity = capacity
        self._level = Level.INFO
        self._filter: re.Pattern[str] | None = None
        self.end = 0
        self.matches: deque[int] = deque()

    @property
    def first(self) -> int:
        """The number of the oldest line kept, and so how many were dropped."""
        return self.end - len(self._lines)

    def __getitem__(self, number: int) -> LogLine:
        return self._lines[number - self.first]

    def extend(self, lines: Iterable[LogLine]) -> None:
        """Append lines; the oldest make room."""
        for line in lines:
            if self._passes(line):
                self.matches.append(self.end)
            self._lines.append(_bounded(line))
            self.end += 1
        first = self.first
        while self.matches and self.matches[0] < first:
            self.matches.popleft()

    def show_only(self, level: Level, text: str) -> None:
        """Set the lowest level to pass, and the text that must occur in source or text."""
        self._level = level
        self._filter = needle_of(text) if text else None
        first = self.first
        self.matches = deque(
            first + at for at, line in enumerate(self._lines) if self._passes(line)
        )

    def clear(self) -> None:
        """Forget all lines and begin to count anew."""
        self._lines.clear()
        self.matches.clear()
        self.end = 0

    def position(self, number: int) -> int:
        """Where among the matches the first one not before line `number` stands."""
        return bisect_left(self.matches, number)

    def hits(self, needle: re.Pattern[str]) -> list[int]:
        """Numbers of the matching lines in whose text `needle` occurs."""
        first = self.first
        lines = list(self._lines)
        return [number for number in self.matches if needle.search(lines[number - first].text)]

    def _passes(self, line: LogLine) -> bool:
        if line.level < self._level:
            return False
        wanted = self._filter
        return wanted is None or bool(wanted.search(line.text) or wanted.search(line.source))

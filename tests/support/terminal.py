"""One surface for every real terminal that a test can drive."""

import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from threading import Condition
from types import TracebackType
from typing import Self

HANG_UP_GRACE_S = 3.0

Expected = str | re.Pattern[str] | Callable[[str], bool]


class ScreenNeverShown(AssertionError):
    """The screen did not come to show what the test waited for."""


class Terminal(ABC):
    """A program in a terminal: type to it, wait for what it shows, end it.

    Leaving the `with` block hangs up and reaps whatever the program has become.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._outputs = 0
        self._bytes_written = 0
        self._output_ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close_terminal()

    @property
    def bytes_written(self) -> int:
        """How many bytes the program has written to the terminal so far."""
        with self._changed:
            return self._bytes_written

    @property
    @abstractmethod
    def pid(self) -> int:
        """Process id of the program."""

    @abstractmethod
    def screen_text(self) -> str:
        """Return the rows on the screen, without the blanks at their ends."""

    @abstractmethod
    def type(self, text: str) -> None:
        """Type `text` as if by hand."""

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Press keys by name, one after the other: `"f5"`, `"ctrl+q"`, `"shift+tab"`, `"a"`."""

    @abstractmethod
    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal `columns` by `rows` cells."""

    @abstractmethod
    def kill(self, signal_number: int) -> None:
        """Send a signal to the program."""

    @abstractmethod
    def wait_for_exit(self, timeout: float = 20.0) -> int:
        """Return the exit code of the program, or minus the signal that ended it.

        Raises TimeoutError when it still runs after `timeout` seconds.
        """

    @abstractmethod
    def close_terminal(self) -> None:
        """Close the terminal under the program, as a lost connection does, and reap it.

        A program that still runs `HANG_UP_GRACE_S` after the hang-up is killed.
        """

    def wait_for(self, expected: Expected, timeout: float = 20.0) -> str:
        """Wait until the screen shows `expected`, and return the screen.

        Raises ScreenNeverShown, with the screen, after `timeout` seconds or at the last output.
        """
        deadline = time.monotonic() + timeout
        while True:
            with self._changed:
                seen, over = self._outputs, self._output_ended
            text = self.screen_text()
            if _shows(text, expected):
                return text
            if over or not self._output_after(seen, deadline):
                reason = "the output ended" if over else f"{timeout:g} s went by"
                raise ScreenNeverShown(f"{reason} without {_wording(expected)} on:\n{text}")

    def _output_after(self, seen: int, deadline: float) -> bool:
        with self._changed:
            return self._changed.wait_for(
                lambda: self._outputs != seen or self._output_ended,
                max(0.0, deadline - time.monotonic()),
            )

    def _note_output(self, size: int) -> None:
        with self._changed:
            self._bytes_written += size
            self._outputs += 1
            self._changed.notify_all()

    def _note_end_of_output(self) -> None:
        with self._changed:
            self._output_ended = True
            self._changed.notify_all()


def _shows(text: str, expected: Expected) -> bool:
    if isinstance(expected, str):
        return expected in text
    if isinstance(expected, re.Pattern):
        return expected.search(text) is not None
    return expected(text)


def _wording(expected: Expected) -> str:
    if isinstance(expected, re.Pattern):
        return f"a match of {expected.pattern!r}"
    return repr(expected)

"""A program in a pseudo-terminal, and the moment at which each piece of its output arrived."""

import os
import selectors
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from fcntl import ioctl
from types import TracebackType
from typing import Self

from support.emulator import Emulator

COLUMNS, ROWS = 120, 40
_LIMIT_S = 60.0
# A session leader that opens a terminal gets it as its controlling one.
_ENTER_TERMINAL = 'exec "$@" <>"$0" >&0 2>&0'
#: What would change how the workbench draws or how often.
_UNWANTED = ("NO_COLOR", "SSH_CONNECTION", "CONCUR_TUI_REFRESH_HZ", "CONCUR_TUI_THEME")


class TimedTerminal:
    """Reads only when asked to, and takes the time before the emulator looks at what came."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        self.emulator = Emulator(COLUMNS, ROWS)
        self._controller, terminal = os.openpty()
        ioctl(self._controller, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        kept = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
        self.began_ns = time.monotonic_ns()
        self._program = subprocess.Popen(
            ["/bin/sh", "-c", _ENTER_TERMINAL, os.ttyname(terminal), *argv],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
            env={**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})},
        )
        os.close(terminal)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._controller, selectors.EVENT_READ)

    @property
    def pid(self) -> int:
        """Process id of the program."""
        return self._program.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._selector.close()
        os.close(self._controller)
        self._program.wait(_LIMIT_S)

    def write(self, text: str) -> int:
        """Type `text`; the time just before, in nanoseconds."""
        now_ns = time.monotonic_ns()
        os.write(self._controller, text.encode())
        return now_ns

    def until(self, shown: Callable[[Emulator], bool]) -> int:
        """Read until the screen is as wanted; when the piece that made it so came, in nanoseconds.

        Raises TimeoutError, with the screen, after a minute.
        """
        limit = time.monotonic() + _LIMIT_S
        while time.monotonic() < limit:
            data = self._read(1.0)
            came_ns = time.monotonic_ns()
            if data:
                self.emulator.feed(data)
                self._reply()
                if not self.emulator.inside_frame and shown(self.emulator):
                    return came_ns
        raise TimeoutError(f"not shown within {_LIMIT_S:g} s:\n{self.emulator.text()}")

    def for_seconds(self, seconds: float) -> int:
        """Go on reading for so long; how many bytes came."""
        limit = time.monotonic() + seconds
        size = 0
        while (left := limit - time.monotonic()) > 0:
            data = self._read(left)
            size += len(data)
            self.emulator.feed(data)
            self._reply()
        return size

    def _read(self, timeout_s: float) -> bytes:
        if not self._selector.select(timeout_s):
            return b""
        return os.read(self._controller, 65_536)

    def _reply(self) -> None:
        if self.emulator.replies:
            os.write(self._controller, bytes(self.emulator.replies))
            self.emulator.replies.clear()

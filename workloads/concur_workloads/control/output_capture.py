"""What user code prints, line by line, bounded in lines, bytes and time."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

_READ_SIZE = 65_536
_WINDOW_S = 0.1

#: Bytes read in a window; a process that prints more waits, as it would for a slow terminal.
_MOST_BYTES = 4 << 20

#: Lines passed on in a window; more are counted.
_MOST_LINES = 500
_LONGEST_LINE = 2_000


class OutputCapture:
    """Reads one end of a pipe on the event loop and passes lines on; owns the descriptor."""

    def __init__(
        self, descriptor: int, line: Callable[[str], None], lost: Callable[[int, int], None]
    ) -> None:
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor
        self._line = line
        self._lost = lost
        self._rest = b""
        self._bytes = 0
        self._lines = 0
        self._lost_lines = 0
        self._lost_bytes = 0
        self._window: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(descriptor, self._readable)

    def _readable(self) -> None:
        if not self._read_once():
            self._loop.remove_reader(self._descriptor)

    def _read_once(self) -> bool:
        """Whether there may be more to read."""
        try:
            data = os.read(self._descriptor, _READ_SIZE)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not data:
            return False
        if self._window is None:
            self._window = self._loop.call_later(_WINDOW_S, self._next_window)
        self._bytes += len(data)
        self._take(data)
        if self._bytes > _MOST_BYTES:
            self._loop.remove_reader(self._descriptor)
        return True

    def _take(self, data: bytes) -> None:
        if self._lines >= _MOST_LINES:
            self._lost_lines += data.count(b"\n")
            self._lost_bytes += len(data)
            # What follows the last newline may be the start of a line that is shown.
            self._rest = data[data.rfind(b"\n") + 1 :][:_LONGEST_LINE]
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        shown = lines[: _MOST_LINES - self._lines]
        for line in shown:
            self._line(line[:_LONGEST_LINE].decode(errors="backslashreplace"))
        self._lines += len(shown)
        self._lost_lines += len(lines) - len(shown)
        self._lost_bytes += sum(len(line) + 1 for line in lines[len(shown) :])
        if len(self._rest) > _LONGEST_LINE:
            self._lost_bytes += len(self._rest) - _LONGEST_LINE
            self._rest = self._rest[:_LONGEST_LINE]

    def _next_window(self) -> None:
        self._window = None
        if self._bytes > _MOST_BYTES:
            self._loop.add_reader(self._descriptor, self._readable)
        self._bytes = self._lines = 0
        self._tell_lost()

    def _tell_lost(self) -> None:
        if self._lost_lines or self._lost_bytes:
            self._lost(self._lost_lines, self._lost_bytes)
            self._lost_lines = self._lost_bytes = 0

    def close(self) -> None:
        """Read what is there, pass on an unfinished last line, and let go of the pipe.

        It does not wait for the end of the stream: some process may hold the other end for ever.
        """
        self._loop.remove_reader(self._descriptor)
        if self._window is not None:
            self._window.cancel()
            self._window = None
        self._bytes = 0
        self._read_rest()
        self._loop.remove_reader(self._descriptor)
        if self._window is not None:
            self._window.cancel()
        if self._rest:
            self._line(self._rest.decode(errors="backslashreplace"))
            self._rest = b""
        self._tell_lost()
        os.close(self._descriptor)

    def _read_rest(self) -> None:
        while self._bytes <= _MOST_BYTES:
            before = self._bytes
            if not self._read_once() or self._bytes == before:
                return

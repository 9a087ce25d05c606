"""A pseudo-terminal with an emulator behind it, driven from the test's own process."""

import fcntl
import os
import pty
import selectors
import signal
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Thread

from pyte.screens import Char

from support.emulator import Emulator
from support.keys import bytes_of_key
from support.terminal import HANG_UP_GRACE_S, Terminal

# A session leader that opens a terminal gets it as its controlling one; unlike a function run
# between fork and exec, this is safe beside the reader threads of other terminals.
_ENTER_TERMINAL = 'exec "$@" <>"$0" >&0 2>&0'


class PtyTerminal(Terminal):
    """Run `argv` in a pseudo-terminal of `columns` by `rows` cells.

    `env` is laid over the environment of the test; the terminal says it is an xterm in truecolor.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        super().__init__()
        self._emulator = Emulator(columns, rows)
        self._controller, terminal = pty.openpty()
        try:
            self._set_size(columns, rows)
            self._program = subprocess.Popen(
                ["/bin/sh", "-c", _ENTER_TERMINAL, os.ttyname(terminal), *argv],
                stdin=terminal,
                stdout=terminal,
                stderr=terminal,
                start_new_session=True,
                env={
                    **os.environ,
                    "TERM": "xterm-256color",
                    "COLORTERM": "truecolor",
                    **(env or {}),
                },
                cwd=cwd,
            )
        except BaseException:
            os.close(self._controller)
            raise
        finally:
            os.close(terminal)
        self._stop_reading, self._told_to_stop = os.pipe()
        self._open = True
        self._reader = Thread(target=self._read_until_end, name="terminal-reader", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._program.pid

    @property
    def alternate_screen(self) -> bool:
        """Whether the program has put its own screen in front of the shell's."""
        with self._changed:
            return self._emulator.alternate_screen

    @property
    def private_modes(self) -> frozenset[int]:
        """DEC private modes that are on, by number: 25 shows the cursor, 1000 reports the mouse."""
        with self._changed:
            return frozenset(self._emulator.private_modes)

    @property
    def echoes(self) -> bool:
        """Whether the terminal itself shows what is typed, as a shell expects to find it."""
        return bool(termios.tcgetattr(self._controller)[3] & termios.ECHO)

    def screen_text(self) -> str:
        with self._changed:
            self._changed.wait_for(self._between_frames, timeout=1.0)
            return self._emulator.text()

    def cells(self) -> list[list[Char]]:
        """Return every cell with its colours and attributes, row by row."""
        with self._changed:
            self._changed.wait_for(self._between_frames, timeout=1.0)
            return self._emulator.cells()

    def type(self, text: str) -> None:
        self._send(text.encode())

    def press(self, *keys: str) -> None:
        for key in keys:
            self._send(bytes_of_key(key))

    def resize(self, columns: int, rows: int) -> None:
        with self._changed:
            self._emulator.resize(columns, rows)
            self._set_size(columns, rows)

    def kill(self, signal_number: int) -> None:
        self._program.send_signal(signal_number)

    def wait_for_exit(self, timeout: float = 20.0) -> int:
        try:
            return self._program.wait(timeout)
        except subprocess.TimeoutExpired:
            raise TimeoutError(
                f"process {self.pid} still runs after {timeout:g} s, showing:\n{self.screen_text()}"
            ) from None

    def close_terminal(self) -> None:
        if not self._open:
            return
        self._open = False
        os.close(self._told_to_stop)
        self._reader.join()
        os.close(self._stop_reading)
        os.close(self._controller)
        try:
            self._program.wait(HANG_UP_GRACE_S)
        except subprocess.TimeoutExpired:
            self._program.send_signal(signal.SIGKILL)
            self._program.wait()

    def _between_frames(self) -> bool:
        return self._output_ended or not self._emulator.inside_frame

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._controller, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _send(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._controller, data) :]

    def _read_until_end(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._controller, selectors.EVENT_READ)
            selector.register(self._stop_reading, selectors.EVENT_READ)
            while all(key.fd == self._controller for key, _ in selector.select()):
                try:
                    data = os.read(self._controller, 65536)
                except OSError:  # every process has left the terminal
                    break
                with self._changed:
                    self._emulator.feed(data)
                    replies = bytes(self._emulator.replies)
                    self._emulator.replies.clear()
                    self._note_output(len(data))
                self._send(replies)
        self._note_end_of_output()

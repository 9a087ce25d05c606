"""From starting the workbench to its screen, beside an empty Textual app."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Sequence
from functools import partial

from benchmarks.in_turns import in_turns
from benchmarks.programs import COLUMNS, EMPTY_APP, ROWS, WORKBENCH
from benchmarks.row import Row, Target, compared

_FIRST_WORDS = "concur-tui"

_CSI = re.compile(rb"\x1b\[[0-9;:<=>?]*[ -/]*[@-~]")


def measure(*, quick: bool) -> Iterator[Row]:
    """The first words on the screen, which have the target, and all panes, ready to be used."""
    program, ready = WORKBENCH
    empty_app, painted = EMPTY_APP
    pairs = 1 if quick else 10
    # Once before, so that what they read is in memory.
    _ms_until(ready, program)
    _ms_until(painted, empty_app)
    for case, word, target in (
        ("concur-tui, its first words", _FIRST_WORDS, Target(1.5, "ratio")),
        ("concur-tui, all panes", ready, None),
    ):
        ours, empty = in_turns(
            partial(_ms_until, word, program), partial(_ms_until, painted, empty_app), pairs
        )
        yield compared(
            "first paint",
            case,
            "ms",
            ours,
            "empty Textual app",
            empty,
            target,
        )


def _ms_until(word: str, argv: Sequence[str]) -> float:
    """From the start until the word comes out; nothing is drawn here, which would take as long."""
    controller, terminal = pty.openpty()
    try:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        start = time.monotonic()
        with subprocess.Popen(
            argv,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
        ) as program:
            os.close(terminal)
            try:
                _read_until(controller, word.encode())
                return (time.monotonic() - start) * 1e3
            finally:
                program.kill()
    finally:
        os.close(controller)


def _read_until(controller: int, word: bytes) -> None:
    """Raises OSError when the program ends before."""
    output = b""
    while word not in _CSI.sub(b"", output):
        output += os.read(controller, 65_536)

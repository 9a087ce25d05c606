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

from benchmarks.in_turns import in_turns
from benchmarks.programs import COLUMNS, EMPTY_APP, ROWS, WORKBENCH
from benchmarks.row import Row, Target, median_of
from concur_workloads.results.ratio import paired_ratio

_CSI = re.compile(rb"\x1b\[[0-9;:<=>?]*[ -/]*[@-~]")


def measure(*, quick: bool) -> Iterator[Row]:
    """Both are started once before, so that what they read is in memory."""
    _first_paint_ms(*WORKBENCH)
    _first_paint_ms(*EMPTY_APP)
    ours, empty = in_turns(
        lambda: _first_paint_ms(*WORKBENCH),
        lambda: _first_paint_ms(*EMPTY_APP),
        1 if quick else 15,
    )
    yield Row(
        "first paint",
        "concur-tui, start to screen",
        "ms",
        median_of(ours),
        "empty Textual app",
        median_of(empty),
        paired_ratio(ours, empty),
        Target(1.5, "ratio"),
    )


def _first_paint_ms(argv: Sequence[str], word: str) -> float:
    """Until the word comes out of the program; nothing is drawn here, which would take as long."""
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

"""What is said on standard error while a run is on."""

import contextlib
import os
import shutil
import sys
import time
from typing import TextIO

from concur_tui.formatting import count, duration, rate
from concur_workloads.api import LogEntry, Phase, RunSnapshot

_ERASE_LINE = "\r\x1b[2K"
_PROBLEMS = frozenset({"warning", "error"})
#: What user code prints, and what was seen of it before.
_USER_CODE = frozenset({"stdout", "stderr", "preflight"})

#: What could move a cursor or ring a bell is shown by its code instead.
_HARMLESS = {code: f"\\x{code:02x}" for code in (*range(9), *range(10, 32), *range(127, 160))}


class Narration:
    """Tells the story of a run: in full, or only what user code prints and what goes wrong.

    In full it is for a terminal, whose last line shows the progress and is drawn over and over.
    """

    def __init__(self, stream: TextIO, *, full: bool) -> None:
        self._stream = stream
        self._full = full
        self._progress = ""

    def log(self, entry: LogEntry) -> None:
        """One line of the log; details are left out."""
        user_code = entry.source in _USER_CODE
        if not user_code and not self._is_told(entry.level):
            return
        text = entry.text.translate(_HARMLESS)
        if self._full:
            clock = time.strftime("%H:%M:%S", time.localtime(entry.time_s))
            self._write(f"{_ERASE_LINE}{clock} {entry.source:<7} {text}\n{self._progress}")
        else:
            self._write(f"{entry.source}: {text}\n")

    def progress(self, snapshot: RunSnapshot) -> None:
        """How far it is, and how long it may still take."""
        self.show(progress_text(snapshot))

    def show(self, text: str) -> None:
        """Draw the last line over, cut to the terminal; on a terminal only."""
        if not self._full:
            return
        columns = shutil.get_terminal_size().columns
        text = text[: columns - 1]
        if text != self._progress:
            self._progress = text
            self._write(f"{_ERASE_LINE}{text}")

    def end(self) -> None:
        """Take the progress away."""
        if self._progress:
            self._progress = ""
            self._write(_ERASE_LINE)

    def _is_told(self, level: str) -> bool:
        return level in _PROBLEMS or (self._full and level != "debug")

    def _write(self, text: str) -> None:
        # A terminal that has gone must not end the run: what matters is on standard output.
        with contextlib.suppress(OSError):
            self._stream.write(text)
            self._stream.flush()


def narration(*, quiet: bool) -> "Narration | Silence":
    """On standard error: in full on a terminal, nothing when quiet."""
    if quiet or sys.stderr is None:
        return Silence()
    return Narration(sys.stderr, full=sys.stderr.isatty() and os.environ.get("TERM") != "dumb")


class Silence:
    """Says nothing."""

    def log(self, entry: LogEntry) -> None:
        """Nothing."""

    def progress(self, snapshot: RunSnapshot) -> None:
        """Nothing."""

    def show(self, text: str) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""


def progress_text(snapshot: RunSnapshot) -> str:
    """Where a run stands, in one line."""
    what = snapshot.phase.value
    if snapshot.phase in {Phase.SERIAL_PASS, Phase.BACKEND_PASS}:
        what += f" {snapshot.pass_number} of {snapshot.passes}"
    parts = [what, f"{count(snapshot.done)} of {count(snapshot.total)} tasks"]
    if snapshot.throughput_per_s:
        parts.append(rate(snapshot.throughput_per_s, "task"))
    if snapshot.remaining_s is not None:
        parts.append(f"about {duration(snapshot.remaining_s)} left")
    return " · ".join(parts)

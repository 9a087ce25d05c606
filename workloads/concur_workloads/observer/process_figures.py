"""The figures of one process: CPU time, threads and memory."""

import os
import sys
from typing import NamedTuple, Protocol

import psutil

from concur_workloads.observer.kept_open import KeptOpen


class ProcessFigures(NamedTuple):
    """One reading: seconds of CPU time (ended and reaped children included), threads, bytes."""

    cpu_s: float
    threads: int
    rss_bytes: int


class ProcessFigureSource(Protocol):
    """Reads one process again and again."""

    def read(self) -> ProcessFigures | None:
        """The figures now; None when the process has ended."""

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""


def process_figure_source(pid: int) -> ProcessFigureSource:
    """The cheapest source for a process on this system; one that has ended reads as None."""
    if sys.platform == "linux":
        try:
            return _ProcStat(pid)
        except OSError:
            return _Ended()
    try:
        return _PsutilProcess(pid)
    except psutil.Error:
        return _Ended()


class _ProcStat:
    """From /proc/PID/stat; the numbers follow the command's name, which may hold anything."""

    # Counted from the state letter, which is field 3 in proc(5).
    _STATE, _UTIME, _CSTIME, _THREADS, _RSS = 0, 11, 14, 17, 21
    _TICKS_PER_S = os.sysconf("SC_CLK_TCK")
    _PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")

    def __init__(self, pid: int) -> None:
        self._file = KeptOpen(f"/proc/{pid}/stat")
        self._content: bytes | None = None
        self._figures: ProcessFigures | None = None

    def read(self) -> ProcessFigures | None:
        content = self._file.read()
        # Most processes of many wait: what they say is taken apart when it changes.
        if content != self._content:
            self._content = content
            self._figures = self._parsed(content) if content else None
        return self._figures

    def _parsed(self, content: bytes) -> ProcessFigures:
        fields = content[content.rindex(b")") + 2 :].split(maxsplit=self._RSS + 1)
        # A zombie still holds the CPU time that its parent takes over when it reaps it.
        ended = fields[self._STATE] in b"ZX"
        used = fields[self._UTIME : self._CSTIME + 1]
        return ProcessFigures(
            cpu_s=sum(map(int, used)) / self._TICKS_PER_S,
            threads=0 if ended else int(fields[self._THREADS]),
            rss_bytes=int(fields[self._RSS]) * self._PAGE_BYTES,
        )

    def close(self) -> None:
        self._file.close()


class _PsutilProcess:
    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)

    def read(self) -> ProcessFigures | None:
        try:
            with self._process.oneshot():
                times = self._process.cpu_times()
                return ProcessFigures(
                    cpu_s=sum(times[:4]),
                    threads=self._process.num_threads(),
                    rss_bytes=self._process.memory_info().rss,
                )
        except psutil.Error:
            return None

    def close(self) -> None:
        """Nothing is kept open."""


class _Ended:
    def read(self) -> ProcessFigures | None:
        return None

    def close(self) -> None:
        """Nothing is kept open."""

"""The figures of processes: CPU time, threads and memory."""

import os
import sys
from collections.abc import Collection
from contextlib import suppress
from itertools import compress
from operator import ne
from typing import NamedTuple, Protocol

import psutil

from concur_workloads.observer.kept_open import KeptOpen, contents_of


class ProcessFigures(NamedTuple):
    """One reading: seconds of CPU time (ended and reaped children included), threads, bytes."""

    cpu_s: float
    threads: int
    rss_bytes: int


class ProcessFigureReader(Protocol):
    """Reads some processes again and again."""

    def read(self, pids: Collection[int]) -> dict[int, ProcessFigures]:
        """The figures now of those that have not ended."""

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""


def process_figure_reader() -> ProcessFigureReader:
    """The cheapest for this system."""
    return _ProcStats() if sys.platform == "linux" else _PsutilProcesses()


class _ProcStats:
    """From /proc/PID/stat; the numbers follow the command's name, which may hold anything."""

    # Counted from the state letter, which is field 3 in proc(5).
    _STATE, _UTIME, _CSTIME, _THREADS, _RSS = 0, 11, 14, 17, 21
    _TICKS_PER_S = os.sysconf("SC_CLK_TCK")
    _PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")

    # As far as these numbers reach: behind them is what changes whenever a process runs.
    _FAR_ENOUGH = 256

    def __init__(self) -> None:
        self._wanted: set[int] = set()
        self._files: dict[int, KeptOpen] = {}
        # In the order of the files.
        self._descriptors: list[int] = []
        self._contents: list[bytes] = []
        self._figures: list[ProcessFigures | None] = []

    def read(self, pids: Collection[int]) -> dict[int, ProcessFigures]:
        wanted = set(pids)
        if wanted != self._wanted:
            self._watch(wanted)
        before = self._contents
        self._contents = contents_of(self._descriptors, self._FAR_ENOUGH)
        # Most processes of many wait: what they say is taken apart when it changes.
        for place in compress(range(len(before)), map(ne, self._contents, before)):
            self._figures[place] = self._parsed(self._contents[place], self._descriptors[place])
        return {
            pid: each
            for pid, each in zip(self._files, self._figures, strict=True)
            if each is not None
        }

    def _watch(self, wanted: set[int]) -> None:
        for pid in self._files.keys() - wanted:
            self._files.pop(pid).close()
        for pid in wanted - self._files.keys():
            with suppress(OSError):
                self._files[pid] = KeptOpen(f"/proc/{pid}/stat")
        self._wanted = wanted
        self._descriptors = [each.descriptor for each in self._files.values()]
        self._contents = [b""] * len(self._files)
        self._figures = [None] * len(self._files)

    def _parsed(self, content: bytes, descriptor: int) -> ProcessFigures | None:
        if not content:
            return None
        fields = content[content.rindex(b")") + 2 :].split(maxsplit=self._RSS + 1)
        if len(fields) <= self._RSS + 1:
            (whole,) = contents_of([descriptor], 4 * self._FAR_ENOUGH)
            return self._parsed(whole, descriptor)
        # A zombie still holds the CPU time that its parent takes over when it reaps it.
        ended = fields[self._STATE] in b"ZX"
        used = fields[self._UTIME : self._CSTIME + 1]
        return ProcessFigures(
            cpu_s=sum(map(int, used)) / self._TICKS_PER_S,
            threads=0 if ended else int(fields[self._THREADS]),
            rss_bytes=int(fields[self._RSS]) * self._PAGE_BYTES,
        )

    def close(self) -> None:
        self._watch(set())


class _PsutilProcesses:
    def __init__(self) -> None:
        self._processes: dict[int, psutil.Process] = {}

    def read(self, pids: Collection[int]) -> dict[int, ProcessFigures]:
        for pid in self._processes.keys() - set(pids):
            del self._processes[pid]
        figures = {}
        for pid in pids:
            with suppress(psutil.Error):
                figures[pid] = self._read(pid)
        return figures

    def _read(self, pid: int) -> ProcessFigures:
        process = self._processes.get(pid)
        if process is None:
            process = self._processes[pid] = psutil.Process(pid)
        with process.oneshot():
            times = process.cpu_times()
            return ProcessFigures(
                cpu_s=sum(times[:4]),
                threads=process.num_threads(),
                rss_bytes=process.memory_info().rss,
            )

    def close(self) -> None:
        self._processes.clear()

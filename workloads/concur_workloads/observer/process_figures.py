"""The figures of processes: CPU time, threads and memory."""

import os
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import compress, islice
from operator import ne
from typing import NamedTuple, Protocol

import psutil

from concur_workloads.observer.kept_open import KeptOpen, contents_of
from concur_workloads.observer.process_clock import process_clock, used_ns


class ProcessFigures(NamedTuple):
    """One reading: seconds of CPU time (ended and reaped children included), threads, bytes."""

    cpu_s: float
    threads: int
    rss_bytes: int


class ProcessFigureReader(Protocol):
    """Reads some processes again and again."""

    def read(self, pids: Collection[int]) -> Mapping[int, ProcessFigures]:
        """The figures now of those that have not ended; often the same object while none ran."""

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""


def process_figure_reader() -> ProcessFigureReader:
    """The cheapest for this system."""
    return _LinuxProcesses() if sys.platform == "linux" else _PsutilProcesses()


class _Told(NamedTuple):
    """What a process's file said: CPU time in nanoseconds, its own and that of reaped children."""

    own_ns: int
    of_children_ns: int
    threads: int
    rss_bytes: int


class _LinuxProcesses:
    """The CPU clock of each at every look, and the file of such as have run since it was read.

    A clock takes one short system call, /proc/PID/stat four times that and more. So where many have
    run, an eighth of their files is read at one look.
    """

    # Counted from the state letter, which is field 3 in proc(5).
    _STATE, _UTIME, _CUTIME, _AFTER_TIMES, _THREADS, _RSS = 0, 11, 13, 15, 17, 21

    # As far as these numbers reach: behind them is what changes whenever a process runs.
    _FAR_ENOUGH = 256

    _FILES_AT_ONCE = 8
    _LOOKS_FOR_ALL = 8

    def __init__(self) -> None:
        self._tick_ns = 1_000_000_000 // os.sysconf("SC_CLK_TCK")
        self._page_bytes = os.sysconf("SC_PAGE_SIZE")
        self._wanted: frozenset[int] = frozenset()
        self._files: list[KeptOpen] = []
        # In the order of the files.
        self._pids: list[int] = []
        self._clocks: list[int] = []
        self._used_ns: list[int | None] = []
        self._told: list[_Told | None] = []
        # Places of those that have run since their file was read, the longest ago first.
        self._due: dict[int, None] = {}
        self._figures: dict[int, ProcessFigures] = {}

    def read(self, pids: Collection[int]) -> Mapping[int, ProcessFigures]:
        wanted = frozenset(pids)
        is_new = wanted != self._wanted
        if is_new:
            self._watch(wanted)
        before, self._used_ns = self._used_ns, used_ns(self._clocks)
        changed = dict.fromkeys(compress(range(len(before)), map(ne, self._used_ns, before)))
        without_clock = [place for place, used in enumerate(self._used_ns) if used is None]
        self._due.update(changed)
        self._due.update(dict.fromkeys(without_clock))
        at_once = max(self._FILES_AT_ONCE, len(wanted) // self._LOOKS_FOR_ALL)
        # What one has used that has ended is its parent's from now on, so that must be read too.
        read_all = is_new or without_clock
        places = list(islice(self._due, None if read_all else at_once))
        self._read_files(places)
        changed.update(dict.fromkeys(places))
        if changed:
            self._figures = self._brought_up_to_date(changed)
        return self._figures

    def _watch(self, wanted: frozenset[int]) -> None:
        kept = dict(zip(self._pids, self._files, strict=True))
        for pid in kept.keys() - wanted:
            kept.pop(pid).close()
        for pid in wanted - kept.keys():
            with suppress(OSError):
                kept[pid] = KeptOpen(f"/proc/{pid}/stat")
        self._wanted = wanted
        self._pids, self._files = list(kept), list(kept.values())
        self._clocks = [process_clock(pid) for pid in kept]
        self._used_ns = [None] * len(kept)
        self._told = [None] * len(kept)
        self._due = dict.fromkeys(range(len(kept)))
        self._figures = {}

    def _read_files(self, places: Sequence[int]) -> None:
        descriptors = [self._files[place].descriptor for place in places]
        contents = contents_of(descriptors, self._FAR_ENOUGH)
        for place, descriptor, content in zip(places, descriptors, contents, strict=True):
            self._told[place] = self._parsed(content, descriptor)
            del self._due[place]

    def _brought_up_to_date(self, places: Iterable[int]) -> dict[int, ProcessFigures]:
        figures = self._figures.copy()
        for place in places:
            told, own_ns = self._told[place], self._used_ns[place]
            if told is None:
                figures.pop(self._pids[place], None)
                continue
            if own_ns is None:
                own_ns = told.own_ns
            figures[self._pids[place]] = ProcessFigures(
                (own_ns + told.of_children_ns) / 1e9, told.threads, told.rss_bytes
            )
        return figures

    def _parsed(self, content: bytes, descriptor: int) -> _Told | None:
        if not content:
            return None
        fields = content[content.rindex(b")") + 2 :].split(maxsplit=self._RSS + 1)
        if len(fields) <= self._RSS + 1:
            (whole,) = contents_of([descriptor], 4 * self._FAR_ENOUGH)
            return self._parsed(whole, descriptor)
        # A zombie still holds the CPU time that its parent takes over when it reaps it.
        ended = fields[self._STATE] in b"ZX"
        own = fields[self._UTIME : self._CUTIME]
        of_children = fields[self._CUTIME : self._AFTER_TIMES]
        return _Told(
            own_ns=sum(map(int, own)) * self._tick_ns,
            of_children_ns=sum(map(int, of_children)) * self._tick_ns,
            threads=0 if ended else int(fields[self._THREADS]),
            rss_bytes=int(fields[self._RSS]) * self._page_bytes,
        )

    def close(self) -> None:
        self._watch(frozenset())


class _PsutilProcesses:
    def __init__(self) -> None:
        self._processes: dict[int, psutil.Process] = {}

    def read(self, pids: Collection[int]) -> Mapping[int, ProcessFigures]:
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

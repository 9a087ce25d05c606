"""What /proc says of one thread, each file read once for a control block."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar

from concur_workloads.observer.control_block.missing import UnreadableError, why_missing
from concur_workloads.observer.control_block.namespaces import namespaces
from concur_workloads.observer.control_block.periods import PERIODS_S
from concur_workloads.observer.control_block.proc_text import (
    Lines,
    command_line,
    fields_of_stat,
    fields_that_differ,
    group_of_cpu,
    lines_of_sched,
    most_open_files,
    numbers,
)
from concur_workloads.observer.control_block.source import FETCHED, AnySource, FileSource, Source
from concur_workloads.observer.python_frames.frame_look import FrameLook
from concur_workloads.observer.python_frames.py_spy import not_looked_yet
from concur_workloads.observer.waiting.runtime_region import runtime_region
from concur_workloads.observer.waiting.wait_cause import wait_cause
from concur_workloads.recorder.python_thread import PythonThread

T = TypeVar("T")

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")

#: They change with each turn on a CPU, and are looked at before what changes only then.
_OF_ITS_RUNS = "stat", "schedstat"
_OF_ITS_WAIT = "syscall", "wchan"
_ON_ITS_WAY = "R"
_TURNS = 2

#: In the place of a source and its part, for what Python tells, and for where a descriptor leads
#: that it waits for.
PYTHON = "python", ""
DESCRIPTOR = "descriptor", ""


class ThreadFiles:
    """The sources of one thread; what they say raises UnreadableError where it cannot be had."""

    def __init__(
        self,
        pid: int,
        tid: int,
        proc: Path,
        python_thread: PythonThread | None,
    ) -> None:
        self._pid = pid
        self._proc = proc
        self._runtime: range | None = None
        self._counts: dict[Callable[[ThreadFiles], float], tuple[int, float]] = {}
        self.at_ns = 0
        self.python_thread = python_thread
        self.frame_look = not_looked_yet()
        self._is_python_news = True
        self._waits_for_descriptor = False
        self._process = process = proc / str(pid)
        thread = process / "task" / str(tid)
        self.stat = FileSource(thread / "stat", fields_of_stat, 0.0, fields_that_differ)
        self.status = FileSource(
            thread / "status", partial(Lines, "status"), PERIODS_S["status"], Lines.differ
        )
        self.schedstat = _file(thread / "schedstat", numbers)
        self.syscall = _file(thread / "syscall", str.split)
        self.wchan = _file(thread / "wchan", str)
        self.sched = _file(thread / "sched", lines_of_sched)
        self.comm = _file(thread / "comm", str.rstrip)
        self.cmdline = _file(process / "cmdline", command_line)
        self.io = _file(process / "io", partial(Lines, "io"))
        self.cgroup = _file(process / "cgroup", group_of_cpu)
        self.limits = _file(process / "limits", most_open_files)
        self.smaps_rollup = _file(process / "smaps_rollup", partial(Lines, "smaps_rollup"))
        self.fd = _folder(process / "fd", lambda path: len(os.listdir(path)))
        self.ns = _folder(process / "ns", lambda path: namespaces(path, proc / "self" / "ns"))
        self._sources: dict[str, AnySource] = {
            name: each for name, each in vars(self).items() if isinstance(each, Source)
        }
        assert self._sources.keys() == {*_OF_ITS_RUNS, *_OF_ITS_WAIT, *PERIODS_S}
        self._seldom_due_s = float("-inf")

    def look(self, at_ns: int, *, fresh: bool) -> list[tuple[str, str]]:
        """Look at what it is time for, or at all; each source and part that is another now."""
        self.at_ns = at_ns
        now_s = at_ns / 1e9
        changed = self._look_at(_OF_ITS_RUNS, now_s, fresh=fresh)
        may_have_run = any(part != FETCHED for _, part in changed)
        if fresh or may_have_run or not self._waits():
            changed += self._look_at(_OF_ITS_WAIT, now_s, fresh=fresh)
            if self._waits_for_descriptor:
                changed.append(DESCRIPTOR)
        if fresh or now_s >= self._seldom_due_s:
            changed += self._look_at(PERIODS_S, now_s, fresh=fresh)
            self._seldom_due_s = min(self._sources[name].due_s for name in PERIODS_S)
        # The age of what was seen goes on.
        if self._is_python_news or self.frame_look.frames:
            self._is_python_news = False
            changed.append(PYTHON)
        return changed

    def _look_at(self, names: Iterable[str], now_s: float, *, fresh: bool) -> list[tuple[str, str]]:
        return [
            (name, part) for name in names for part in self._sources[name].look(now_s, fresh=fresh)
        ]

    def take_frames(self, look: FrameLook) -> None:
        """Tell these frames from now on."""
        self.frame_look, self._is_python_news = look, True

    def _waits(self) -> bool:
        """Whether it waits, by a kernel that counts its turns on a CPU."""
        try:
            return self.stat_field(3) not in _ON_ITS_WAY and self.schedstat.value[_TURNS] > 0
        except UnreadableError:
            return False

    def stat_field(self, number: int) -> str:
        """A field of stat by its number in proc(5), from 3."""
        return self.stat.value[number - 3]

    def stat_seconds(self, number: int) -> float:
        """A field of stat that counts clock ticks, in seconds."""
        return int(self.stat_field(number)) / _TICKS_PER_S

    def waits_for(self, call: str) -> str:
        """What it waits for in a system call, by the name of that."""
        arguments = [int(each, 16) for each in self.syscall.value[1:7]]
        self._waits_for_descriptor = False
        return wait_cause(call, arguments, self._target_of, self._runtime_region)

    def rate(self, count_of: Callable[[ThreadFiles], float]) -> float:
        """How fast a count has grown since it was asked for before, in its unit a second."""
        count = count_of(self)
        before_ns, before = self._counts.get(count_of, (self.at_ns, count))
        self._counts[count_of] = self.at_ns, count
        if before_ns == self.at_ns:
            raise UnreadableError("it takes two looks")
        return (count - before) / (self.at_ns - before_ns) * 1e9

    def close(self) -> None:
        """Let go of the files; a second call does nothing."""
        for each in self._sources.values():
            each.close()

    def _target_of(self, descriptor: int) -> str:
        self._waits_for_descriptor = True
        path = self._process / "fd" / str(descriptor)
        try:
            return os.readlink(path)
        except OSError as error:
            raise UnreadableError(why_missing(error, path).reason) from error

    def _runtime_region(self) -> range:
        """Where the runtime of its Python lies; raises RuntimeNotFoundError."""
        if self._runtime is None:
            self._runtime = runtime_region(self._pid, self._proc)
        return self._runtime


def _file(path: Path, parse: Callable[[str], T]) -> FileSource[T]:
    return FileSource(path, parse, PERIODS_S.get(path.name, 0.0))


def _folder(path: Path, read: Callable[[Path], T]) -> Source[T, T]:
    return Source(path, lambda: read(path), lambda found: found, PERIODS_S[path.name])

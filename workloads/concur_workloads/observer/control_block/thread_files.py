"""What /proc says of one thread, parsed, each file read once for a control block."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from concur_workloads.observer.control_block.proc_file import (
    ProcFile,
    UnreadableError,
    entries,
    link,
)
from concur_workloads.observer.waiting.runtime_region import runtime_region
from concur_workloads.observer.waiting.wait_cause import wait_cause

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_PROCESS_FILES = ("cmdline", "io", "cgroup", "limits", "smaps_rollup")
_THREAD_FILES = ("stat", "status", "schedstat", "syscall", "wchan", "sched", "comm")

#: What the kernel has to work for, or what hardly changes, is read again after so many seconds:
#: of a Python of ordinary size, smaps_rollup takes half a millisecond.
_PERIODS_S = {
    "smaps_rollup": 4.0,
    "sched": 1.0,
    "io": 1.0,
    "fd": 1.0,
    "cmdline": 1.0,
    "cgroup": 1.0,
    "limits": 1.0,
}
_LINE = re.compile(r"^([^\s:]+)[ \t]*:[ \t]*(.*)$", re.MULTILINE)

T = TypeVar("T")


class ThreadFiles:
    """The open files of one thread."""

    def __init__(
        self,
        pid: int,
        tid: int,
        proc: Path = Path("/proc"),
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pid = pid
        self._proc = proc
        self._runtime: range | None = None
        self._process_folder = proc / str(pid)
        thread_folder = self._process_folder / "task" / str(tid)
        self._files = {name: ProcFile(thread_folder / name) for name in _THREAD_FILES}
        self._files |= {name: ProcFile(self._process_folder / name) for name in _PROCESS_FILES}
        self._clock_s = clock_s
        self._slow: dict[str, tuple[float, Any]] = {}

    def parsed(self, name: str, parse: Callable[[str], T]) -> T:
        """What a file says, of a slow one perhaps as it was some seconds ago.

        Raises GoneError and UnreadableError.
        """
        if name in _PERIODS_S:
            return self._at_times(name, lambda: parse(self._files[name].text()))
        return parse(self._files[name].text())

    def descriptors(self) -> int:
        """How many descriptors the process has open, or had a second ago.

        Raises GoneError and UnreadableError.
        """
        return self._at_times("fd", lambda: len(entries(self._process_folder / "fd")))

    def target_of(self, descriptor: int) -> str:
        """What a descriptor of the process leads to; raises GoneError and UnreadableError."""
        return link(self._process_folder / "fd" / str(descriptor))

    def runtime(self) -> range:
        """Where the runtime of its Python lies; raises RuntimeNotFoundError."""
        if self._runtime is None:
            self._runtime = runtime_region(self._pid, self._proc)
        return self._runtime

    def _at_times(self, name: str, read: Callable[[], T]) -> T:
        now_s = self._clock_s()
        if name not in self._slow or now_s - self._slow[name][0] >= _PERIODS_S[name]:
            self._slow[name] = now_s, read()
        value: T = self._slow[name][1]
        return value

    def close(self) -> None:
        """Let go of the files; a second call does nothing."""
        for each in self._files.values():
            each.close()


class Facts:
    """One look at a thread; what was not asked for is not read.

    Its properties raise GoneError and UnreadableError.
    """

    def __init__(self, files: ThreadFiles, at_ns: int, before: Facts | None) -> None:
        self._files = files
        self.at_ns = at_ns
        self._before = before

    def forget_before(self) -> None:
        """Let go of the look before this one, of which rates have been taken."""
        self._before = None

    @cached_property
    def stat(self) -> list[str]:
        """The fields of stat from the third on, as the second may hold anything."""
        return self._files.parsed("stat", lambda content: content.rpartition(")")[2].split())

    def stat_field(self, number: int) -> str:
        """A field of stat by its number in proc(5), from 3."""
        return self.stat[number - 3]

    def stat_seconds(self, number: int) -> float:
        """A field of stat that counts clock ticks, in seconds."""
        return int(self.stat_field(number)) / _TICKS_PER_S

    @cached_property
    def status(self) -> Mapping[str, str]:
        """The lines of status by their names."""
        return self._files.parsed("status", _lines)

    def status_line(self, name: str) -> str:
        """One line of status."""
        return _line(self.status, name, "status")

    def status_bytes(self, name: str) -> int:
        """A line of status that is a size."""
        return _bytes(self.status_line(name))

    @cached_property
    def _rollup(self) -> Mapping[str, str]:
        return self._files.parsed("smaps_rollup", _lines)

    def mapped_bytes(self, *names: str) -> int:
        """The sum of some sizes in smaps_rollup."""
        return sum(_bytes(_line(self._rollup, name, "smaps_rollup")) for name in names)

    @cached_property
    def _io(self) -> Mapping[str, str]:
        return self._files.parsed("io", _lines)

    def transferred(self, name: str) -> int:
        """A line of io, in bytes."""
        return int(_line(self._io, name, "io"))

    @cached_property
    def _sched(self) -> Mapping[str, str]:
        return self._files.parsed("sched", _lines)

    def sched_count(self, name: str) -> int:
        """A whole number in sched."""
        return int(_line(self._sched, name, "sched"))

    @cached_property
    def schedstat(self) -> list[int]:
        """On a CPU and waiting for one, both in nanoseconds; how often it was put on one."""
        return self._files.parsed("schedstat", lambda words: [int(each) for each in words.split()])

    @cached_property
    def syscall(self) -> list[str]:
        """One word if it runs; else a call's number, its arguments, stack pointer and counter."""
        return self._files.parsed("syscall", str.split)

    def waits_for(self, call: str) -> str:
        """What it waits for in a system call, by the name of that."""
        arguments = [int(each, 16) for each in self.syscall[1:7]]
        return wait_cause(call, arguments, self._files.target_of, self._files.runtime)

    @cached_property
    def waits_in(self) -> str:
        """The function of the kernel that it sleeps in; empty if it does not, or it is not told."""
        word = self._files.parsed("wchan", str)
        return "" if word == "0" else word

    @cached_property
    def name(self) -> str:
        """What the system calls the thread."""
        return self._files.parsed("comm", str.rstrip)

    @cached_property
    def command(self) -> str:
        """The command line of its process."""
        return self._files.parsed("cmdline", _command)

    @cached_property
    def control_group(self) -> str:
        """The path of its control group, in the hierarchy that limits its CPU."""
        return self._files.parsed("cgroup", _group_of_cpu)

    @cached_property
    def open_files(self) -> int:
        """How many descriptors its process has open."""
        return self._files.descriptors()

    @cached_property
    def most_files(self) -> str:
        """How many descriptors its process may have open."""
        return self._files.parsed("limits", _most_files)

    def rate(self, count_of: Callable[[Facts], float]) -> float:
        """How fast something has grown since the look before, in its unit a second."""
        if self._before is None or self._before.at_ns == self.at_ns:
            raise UnreadableError("it takes two looks")
        grown = count_of(self) - count_of(self._before)
        return grown / (self.at_ns - self._before.at_ns) * 1e9


def _command(content: str) -> str:
    return " ".join(content.rstrip("\0").split("\0"))


def _group_of_cpu(content: str) -> str:
    groups = {}
    for line in content.splitlines():
        _, controllers, path = line.split(":", 2)
        groups[controllers] = path
    for controllers, path in groups.items():
        if "cpu" in controllers.split(","):
            return path
    return groups.get("", "/")


def _most_files(content: str) -> str:
    for line in content.splitlines():
        if line.startswith("Max open files"):
            return line.split()[3]
    raise UnreadableError("limits does not tell it")


def _lines(content: str) -> dict[str, str]:
    return dict(_LINE.findall(content))


def _line(lines: Mapping[str, str], name: str, file: str) -> str:
    try:
        return lines[name]
    except KeyError:
        raise UnreadableError(f"{file} has no {name} here") from None


def _bytes(value: str) -> int:
    """A size as /proc gives it, in kB of 1,024 bytes."""
    return int(value.split(maxsplit=1)[0]) * 1024

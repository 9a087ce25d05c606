"""The CPU time of one thread of another process."""

from typing import NamedTuple, Protocol

import psutil

from concur_workloads.observer.kept_open import KeptOpen

#: Three numbers of 64 bits.
LONGEST_TURNS = 64


class CpuTime(NamedTuple):
    """Nanoseconds since a thread began: on a CPU, and ready but waiting for one if that is told."""

    on_cpu_ns: int
    run_queue_ns: int | None


def cpu_time(turns: bytes) -> CpuTime:
    """What the content of a `turns_file` says."""
    on_cpu, run_queue, _ = turns.split(maxsplit=2)
    return CpuTime(int(on_cpu), int(run_queue))


class ThreadClock(Protocol):
    """How long one thread was on a CPU."""

    @property
    def turns_file(self) -> int | None:
        """The descriptor of a file that is another each time the thread was given a CPU or left it.

        It has `LONGEST_TURNS` bytes at most; None where the system has no such file, or the thread
        has ended.
        """

    def read(self) -> CpuTime | None:
        """What it says now; None when the thread has ended or is not ours."""

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""


def thread_clock(pid: int, native_id: int) -> ThreadClock:
    """The clock of the kernel's scheduler or, where that is hidden, psutil's.

    The scheduler's figure is in nanoseconds and brought up to date with each timer tick (1 to
    10 ms) while the thread runs; psutil's comes in ticks of 10 ms.
    """
    try:
        return _Schedstat(pid, native_id)
    except OSError:
        return _PsutilThread(pid, native_id)


class _Schedstat:
    """Nanoseconds on a CPU, and waiting for one, and how often it was given one."""

    _NO_TURNS = b" 0\n"

    def __init__(self, pid: int, native_id: int) -> None:
        self._file = KeptOpen(f"/proc/{pid}/task/{native_id}/schedstat", LONGEST_TURNS)

    @property
    def turns_file(self) -> int | None:
        content = self._file.read()
        # A kernel may have the file and count nothing.
        if content is None or content.endswith(self._NO_TURNS):
            return None
        return self._file.descriptor

    def read(self) -> CpuTime | None:
        content = self._file.read()
        return cpu_time(content) if content else None

    def close(self) -> None:
        self._file.close()


class _PsutilThread:
    def __init__(self, pid: int, native_id: int) -> None:
        self._native_id = native_id
        try:
            self._process: psutil.Process | None = psutil.Process(pid)
        except psutil.Error:
            self._process = None

    @property
    def turns_file(self) -> int | None:
        return None

    def read(self) -> CpuTime | None:
        if self._process is None:
            return None
        try:
            threads = self._process.threads()
        except psutil.Error:
            return None
        for thread in threads:
            # macOS numbers threads in its own way; where there is only one, it is that one.
            if thread.id == self._native_id or len(threads) == 1:
                return CpuTime(round((thread.user_time + thread.system_time) * 1e9), None)
        return None

    def close(self) -> None:
        self._process = None

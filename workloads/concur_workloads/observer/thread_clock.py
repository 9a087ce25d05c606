"""The CPU time of one thread of another process."""

from typing import NamedTuple, Protocol

import psutil

from concur_workloads.observer.kept_open import KeptOpen


class CpuTime(NamedTuple):
    """Nanoseconds since a thread began: on a CPU, and ready but waiting for one if that is told."""

    on_cpu_ns: int
    run_queue_ns: int | None


class _Source(Protocol):
    def read(self) -> CpuTime | None: ...

    def close(self) -> None: ...


class ThreadClock:
    """How long one thread was on a CPU, from the kernel's scheduler or, where hidden, from psutil.

    The scheduler's figure is in nanoseconds and brought up to date with each timer tick (1 to
    10 ms) while the thread runs; psutil's comes in ticks of 10 ms.
    """

    def __init__(self, pid: int, native_id: int) -> None:
        self._source: _Source
        try:
            self._source = _Schedstat(pid, native_id)
        except OSError:
            self._source = _PsutilThread(pid, native_id)

    def read(self) -> CpuTime | None:
        """What it says now; None when the thread has ended or is not ours."""
        return self._source.read()

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""
        self._source.close()


class _Schedstat:
    def __init__(self, pid: int, native_id: int) -> None:
        self._file = KeptOpen(f"/proc/{pid}/task/{native_id}/schedstat")

    def read(self) -> CpuTime | None:
        content = self._file.read()
        if not content:
            return None
        on_cpu, run_queue, _ = content.split(maxsplit=2)
        return CpuTime(int(on_cpu), int(run_queue))

    def close(self) -> None:
        self._file.close()


class _PsutilThread:
    def __init__(self, pid: int, native_id: int) -> None:
        self._native_id = native_id
        try:
            self._process: psutil.Process | None = psutil.Process(pid)
        except psutil.Error:
            self._process = None

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

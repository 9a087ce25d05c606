"""The CPU time of one thread of another process."""

from typing import Protocol

import psutil

from concur_workloads.observer.kept_open import KeptOpen


class _Source(Protocol):
    def on_cpu_ns(self) -> int | None: ...

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

    def on_cpu_ns(self) -> int | None:
        """Nanoseconds on a CPU since the thread began; None when it has ended or is not ours."""
        return self._source.on_cpu_ns()

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""
        self._source.close()


class _Schedstat:
    def __init__(self, pid: int, native_id: int) -> None:
        self._file = KeptOpen(f"/proc/{pid}/task/{native_id}/schedstat")

    def on_cpu_ns(self) -> int | None:
        content = self._file.read()
        return int(content.split(maxsplit=1)[0]) if content else None

    def close(self) -> None:
        self._file.close()


class _PsutilThread:
    def __init__(self, pid: int, native_id: int) -> None:
        self._native_id = native_id
        try:
            self._process: psutil.Process | None = psutil.Process(pid)
        except psutil.Error:
            self._process = None

    def on_cpu_ns(self) -> int | None:
        if self._process is None:
            return None
        try:
            threads = self._process.threads()
        except psutil.Error:
            return None
        for thread in threads:
            # macOS numbers threads in its own way; where there is only one, it is that one.
            if thread.id == self._native_id or len(threads) == 1:
                return round((thread.user_time + thread.system_time) * 1e9)
        return None

    def close(self) -> None:
        self._process = None

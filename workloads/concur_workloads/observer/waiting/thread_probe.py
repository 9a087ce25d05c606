"""What one thread is at, looked at from outside so often that a look must take microseconds."""

from __future__ import annotations

import os

from concur_workloads.observer.kept_open import KeptOpen
from concur_workloads.observer.waiting.runtime_region import runtime_region
from concur_workloads.observer.waiting.system_call import system_call_name
from concur_workloads.observer.waiting.wait_cause import activity_of, wait_cause
from concur_workloads.results.activity import Activity

_RUNS = b"running\n"

#: How a line begins of a thread that is blocked outside of any system call: stopped, or by a fault.
_NO_CALL = b"-1"

#: The letters of /proc/PID/stat that say more than the system call does.
_BY_LETTER = {b"T": Activity.STOPPED, b"t": Activity.STOPPED, b"D": Activity.IO}
_ENDED = (b"Z", b"X")

#: A thread may be stopped within a system call, so the letter of its state is read with one look
#: of so many.
_LETTER_EVERY = 8

#: Lines of /proc/PID/syscall of which it is remembered what they mean, before all are forgotten.
_MOST_KNOWN = 64


class ThreadProbe:
    """Reads the system call that a thread is in; the GIL is told by the address it waits at.

    Raises OSError from the start where the kernel does not let us see it.
    """

    def __init__(self, pid: int, native_id: int) -> None:
        self._pid = pid
        self._runtime: range | None = None
        folder = f"/proc/{pid}/task/{native_id}"
        self._syscall = KeptOpen(f"{folder}/syscall")
        self._stat = KeptOpen(f"{folder}/stat")
        self._looks = 0
        self._by_letter: Activity | None = None
        self._known: dict[bytes, Activity] = {}

    def look(self) -> Activity | None:
        """What it is at now, ON_CPU also while it is only ready to run; None when it has ended."""
        line = self._syscall.read()
        if line == _RUNS:
            return Activity.ON_CPU
        if line is None:
            return None
        self._looks += 1
        if self._looks % _LETTER_EVERY == 1 or line.startswith(_NO_CALL):
            letter = self._letter()
            if letter in _ENDED:
                return None
            self._by_letter = _BY_LETTER.get(letter)
        if self._by_letter is not None:
            return self._by_letter
        known = self._known.get(line)
        return self._learn(line) if known is None else known

    def _letter(self) -> bytes:
        content = self._stat.read()
        return b"X" if content is None else content.rpartition(b") ")[2][:1]

    def _learn(self, line: bytes) -> Activity:
        number, *words = line.split()
        arguments = [int(word, 16) for word in words[:6]]
        call = system_call_name(int(number))
        found = activity_of(wait_cause(call, arguments, self._target_of, self._region))
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[line] = found
        return found

    def _target_of(self, descriptor: int) -> str:
        try:
            return os.readlink(f"/proc/{self._pid}/fd/{descriptor}")
        except OSError:
            return ""

    def _region(self) -> range:
        if self._runtime is None:
            self._runtime = runtime_region(self._pid)
        return self._runtime

    def close(self) -> None:
        """Let go of the files; a second call does nothing."""
        self._syscall.close()
        self._stat.close()

"""What one thread is at, looked at from outside so often that a look must take microseconds."""

from __future__ import annotations

import os

from concur_workloads.observer.kept_open import KeptOpen
from concur_workloads.observer.waiting.runtime_region import runtime_region
from concur_workloads.observer.waiting.system_call import system_call_name
from concur_workloads.observer.waiting.wait_cause import activity_of, wait_cause
from concur_workloads.results.activity import Activity

#: What the file of a thread says that runs or is ready to.
RUNS = b"running\n"

#: How a line begins of a thread that is blocked outside of any system call: stopped, or by a fault.
_NO_CALL = b"-1"

#: More than the two files are long.
LONGEST_CALL = 256
_LONGEST_STAT = 2048

#: The letters of /proc/PID/stat that say more than the system call does.
_BY_LETTER = {
    b"T": Activity.STOPPED,
    b"t": Activity.STOPPED,
    b"D": Activity.DISK,
    b"Z": Activity.ZOMBIE,
}
_ENDED = b"X"
_WOKEN = b"R"

#: Looked up at every look.
_ON_CPU = Activity.ON_CPU

#: Lines of /proc/PID/syscall of which it is remembered what they mean, before all are forgotten.
_MOST_KNOWN = 64


class ThreadProbe:
    """Reads the system call that a thread is in; the GIL is told by the address it waits at.

    `cause` is what it waited for, in words, when its `meaning` was asked for last; empty where that
    is nothing, or not known. Raises OSError from the start where the kernel does not let us see it.
    """

    def __init__(self, pid: int, native_id: int) -> None:
        self._pid = pid
        self.cause = ""
        self._runtime: range | None = None
        folder = f"/proc/{pid}/task/{native_id}"
        self._syscall = KeptOpen(f"{folder}/syscall", LONGEST_CALL)
        self._stat = KeptOpen(f"{folder}/stat", _LONGEST_STAT)
        self._line: bytes | None = None
        self._by_letter: Activity | None = None
        self._known: dict[bytes, tuple[Activity, str]] = {}
        self._waits_for_descriptor = False

    @property
    def call_file(self) -> int:
        """The descriptor of the file that tells where it is, in `LONGEST_CALL` bytes at most."""
        return self._syscall.descriptor

    def read(self) -> bytes | None:
        """What that file says now; None when the thread has ended."""
        return self._syscall.read()

    def meaning(self, line: bytes | None, *, has_moved: bool = False) -> Activity | None:
        """What it is at whose file says so, ON_CPU also while it is only ready to run.

        None when it has ended, and as a process was waited for too. `has_moved` is whether it is
        known to have run since the last look, also if it is where it was.
        """
        self.cause = ""
        if line == RUNS:
            return _ON_CPU
        if not line:
            return None
        before, self._line = self._line, line
        known = self._known.get(line)
        found, cause = self._learn(line) if known is None else known
        # One that is where it was may have been stopped there, or in a call that waits for nothing.
        is_where_it_was = (line == before and not has_moved) or self._by_letter is not None
        if is_where_it_was or found is Activity.OTHER or line.startswith(_NO_CALL):
            letter = self._letter()
            if letter == _ENDED:
                return None
            if letter == _WOKEN and found is Activity.OTHER:
                # It was woken since; only its letter before that could tell what it waited for.
                return _ON_CPU
            self._by_letter = _BY_LETTER.get(letter)
            # No signal ends the wait for a child that has one's memory, but it is no disk.
            if self._by_letter is Activity.DISK and found is Activity.CHILD:
                self._by_letter = None
            if self._by_letter is not None:
                self.cause = cause if self._by_letter is Activity.DISK else ""
                return self._by_letter
        self.cause = cause
        return found

    def _letter(self) -> bytes:
        content = self._stat.read()
        return _ENDED if content is None else content.rpartition(b") ")[2][:1]

    def _learn(self, line: bytes) -> tuple[Activity, str]:
        number, *words = line.split()
        arguments = [int(word, 16) for word in words[:6]]
        call = system_call_name(int(number))
        self._waits_for_descriptor = False
        cause = wait_cause(call, arguments, self._target_of, self._region)
        found = activity_of(cause), "" if line.startswith(_NO_CALL) else cause
        # The same descriptor may lead elsewhere next time.
        if not self._waits_for_descriptor:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[line] = found
        return found

    def _target_of(self, descriptor: int) -> str:
        self._waits_for_descriptor = True
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


def thread_probe(pid: int, native_id: int) -> ThreadProbe | None:
    """That of a thread; None without the right to look at it."""
    try:
        return ThreadProbe(pid, native_id)
    except OSError:
        return None

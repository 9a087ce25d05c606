"""A process that does what a test tells it to, and waits without moving in between."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Each line that it is sent is run, and answered with all CPU time that it has used, in seconds.
_OBEYS = """
import os, sys, threading, time
gate = threading.Event()
def burn(seconds):
    until_s = time.process_time() + seconds
    while time.process_time() < until_s:
        pass
for line in sys.stdin:
    exec(line)
    used = os.times()
    print(time.process_time() + used.children_user + used.children_system, flush=True)
"""

#: Lines for it: one more thread that waits.
START_THREAD = "threading.Thread(target=gate.wait, daemon=True).start()"


class ObedientProcess:
    """What it runs has `os`, `sys`, `threading`, `time`, `burn(seconds)` and `gate`, an event."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.pid = process.pid

    def told(self, line: str = "pass") -> float:
        """Seconds of CPU time that it and its children have used when it has run the line."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def stop(self) -> None:
        """Returns when it has come to rest."""
        os.kill(self.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, self.pid, os.WSTOPPED)

    def go_on(self) -> None:
        """After `stop`."""
        os.kill(self.pid, signal.SIGCONT)

    def kill(self, *, reap: bool = True) -> None:
        """Returns when it has ended."""
        self._process.kill()
        os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        if reap:
            self._process.wait()


@contextmanager
def obedient() -> Iterator[ObedientProcess]:
    """One that has started; it has ended after the block."""
    with subprocess.Popen(
        [sys.executable, "-c", _OBEYS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            made = ObedientProcess(process)
            made.told()
            yield made
        finally:
            process.kill()

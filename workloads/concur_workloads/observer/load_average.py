"""How many threads of the machine wanted a CPU, and which was made last."""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from concur_workloads.observer.kept_open import KeptOpen


class Load(NamedTuple):
    """Threads that wanted a CPU in the last minute, on average, and the id that was given last.

    Any process or thread made since had another id. None is what the system does not tell.
    """

    last_minute: float | None
    newest_pid: int | None


class LoadAverage:
    """Read from /proc, or without the second figure where there is none."""

    def __init__(self, proc: Path = Path("/proc")) -> None:
        self._file: KeptOpen | None = None
        with suppress(OSError):
            self._file = KeptOpen(proc / "loadavg", 128)

    def read(self) -> Load:
        """What it is now."""
        words = (self._file.read() or b"").split() if self._file is not None else []
        if len(words) == 5:
            # None was ever given 0: some sandboxes have it for all that they do not tell.
            return Load(float(words[0]), int(words[4]) or None)
        try:
            return Load(os.getloadavg()[0], None)
        except (OSError, AttributeError):
            return Load(None, None)

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        if self._file is not None:
            self._file.close()

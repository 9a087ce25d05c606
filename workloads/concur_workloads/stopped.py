"""Whether a process is stopped, as by SIGSTOP: it lives, but does nothing."""

from __future__ import annotations


def is_stopped(pid: int) -> bool:
    """Whether it waits for SIGCONT or for a debugger; False where the system does not tell."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            # The name before the state may contain anything, spaces and brackets too.
            state = file.read().rpartition(b")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state in (b"T", b"t")

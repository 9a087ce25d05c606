"""Finding and ending all processes of a run, also those that left its process group."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress

from concur_workloads.isolation import RUN_VARIABLE

#: The name of the process that ends a run whose program was killed.
GUARDIAN = b"concur-guardian"

#: Python's own process that removes shared memory and semaphores once all their users have ended.
_RESOURCE_TRACKER = b"resource_tracker"
_SHARED_MEMORY = "/dev/shm"
_FORK_SERVER = b"multiprocessing.forkserver"
_TRACKER_LIMIT_S = 0.5
_TRACKER_POLL_S = 0.005

#: How long those are looked for that were started while others were, and so on.
_SWEEP_LIMIT_S = 0.5

#: How long one may take to begin another program.
_START_LIMIT_S = 0.1
_START_POLL_S = 0.001


def end_run(run: str, group: int, *, spare: int) -> list[int]:
    """Kill a run's process group and all processes that carry its name, but not `spare`.

    Returns those that were found, without Python's own and the guardian, and without those that
    were just ending by themselves. Resource trackers get a moment to clean up after the others;
    semaphores that are left then are removed. Processes that left the group, and semaphores, are
    found on Linux only.
    """
    guardians: set[int] = set()
    trackers: set[int] = set()
    commands: dict[int, bytes] = {}
    sweep_limit = time.monotonic() + _SWEEP_LIMIT_S
    while True:
        found = {pid for pid in _marked(run) if pid != spare} - guardians - commands.keys()
        guardians |= {pid for pid in found if _read(pid, "comm").strip() == GUARDIAN}
        # The runner, which leads the group, goes first: it would tell of the ends of its workers.
        in_order = sorted(found - guardians, key=lambda pid: (pid != group, pid))
        fresh = {pid: _read(pid, "cmdline") for pid in in_order}
        commands.update(fresh)
        trackers |= {pid for pid, command in fresh.items() if _RESOURCE_TRACKER in command}
        to_end = [pid for pid in fresh if pid not in trackers]
        _kill(to_end)
        if not to_end or time.monotonic() >= sweep_limit:
            break
    limit = time.monotonic() + _TRACKER_LIMIT_S
    while any(_read(pid, "cmdline") for pid in trackers) and time.monotonic() < limit:
        time.sleep(_TRACKER_POLL_S)
    _kill(trackers)
    with suppress(OSError):
        os.killpg(group, signal.SIGKILL)
    _remove_semaphores(run)
    # Last, as whoever does this may be killed before the end of it.
    _kill(guardians)
    # A tracker ends as soon as the runner has, so it may do so while we look: then it has an
    # environment at first and no command any more.
    return [
        pid
        for pid, command in commands.items()
        if command and pid not in trackers and _FORK_SERVER not in command
    ]


def semaphore_prefix(run: str) -> str:
    """How the names of a run's semaphores begin; short, as some systems allow 31 bytes in all."""
    return f"/concur-{run[:8]}"


def _remove_semaphores(run: str) -> None:
    if not run or not os.path.isdir(_SHARED_MEMORY):
        return
    start = f"sem.{semaphore_prefix(run)[1:]}-"
    for name in os.listdir(_SHARED_MEMORY):
        if name.startswith(start):
            with suppress(OSError):
                os.unlink(f"{_SHARED_MEMORY}/{name}")


def _marked(run: str) -> list[int]:
    """The processes that carry a run's name in their environment."""
    if not run or not os.path.isdir("/proc/self"):
        return []
    mark = f"{RUN_VARIABLE}={run}".encode()
    found, starting = _with(mark, (int(name) for name in os.listdir("/proc") if name.isdigit()))
    limit = time.monotonic() + _START_LIMIT_S
    while starting and time.monotonic() < limit:
        time.sleep(_START_POLL_S)
        more, starting = _with(mark, starting)
        found += more
    return found


def _with(mark: bytes, pids: Iterable[int]) -> tuple[list[int], list[int]]:
    """Those that have it in their environment, and those of which nobody can say yet."""
    found, starting = [], []
    for pid in pids:
        environment = _environment(pid)
        if environment is None:
            starting.append(pid)
        elif mark in environment.split(b"\0"):
            found.append(pid)
    return found, starting


def _environment(pid: int) -> bytes | None:
    """None of one that has just begun another program: it has no environment for a moment."""
    environment = _read(pid, "environ")
    if environment or not _has_program(pid):
        return environment
    # It gets both nearly at once, and may have got them just now.
    return _read(pid, "environ") if _read(pid, "cmdline") else None


def _has_program(pid: int) -> bool:
    """Whether it is ours to look at, and neither a thread of the kernel nor a zombie."""
    try:
        os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return False
    return True


def _read(pid: int, name: str) -> bytes:
    try:
        with open(f"/proc/{pid}/{name}", "rb") as file:
            return file.read()
    except OSError:
        # It has ended, or is not ours to look at.
        return b""


def _kill(pids: Iterable[int]) -> None:
    for pid in pids:
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)

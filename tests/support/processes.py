"""A census of processes: which ones belong to a test, and whether all have ended."""

import os
import selectors
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack

import psutil

#: Apart from the variable by which the engine marks its runs, which would replace it.
MARKER_VARIABLE = "CONCUR_TEST_FAMILY"

_START_LIMIT_S = 1.0

Census = Callable[[], Sequence[psutil.Process]]


def processes_of(marker: str) -> list[psutil.Process]:
    """Return the live processes that began with `CONCUR_TEST_FAMILY=marker` as a variable."""
    return [
        process
        for process in psutil.process_iter()
        if is_alive(process) and _environment_of(process).get(MARKER_VARIABLE) == marker
    ]


def descendants_of(pid: int) -> list[psutil.Process]:
    """Return the live children of `pid`, their children and so on; none if `pid` has ended."""
    try:
        family = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return [process for process in family if is_alive(process)]


def assert_no_process_left(census: Census, within_s: float) -> None:
    """Wait until `census` finds no process; raises AssertionError, with their names, if it does.

    The census is taken again after each wait, since a dying process may still start another.
    """
    deadline = time.monotonic() + within_s
    while left := census():
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            listing = "\n".join(_description(process) for process in left)
            raise AssertionError(f"{len(left)} processes left after {within_s:g} s:\n{listing}")
        wait_for_an_end(left, remaining)


def wait_for_an_end(processes: Sequence[psutil.Process], timeout_s: float) -> None:
    """Return once one of `processes` has ended, reaped or not, or after `timeout_s`."""
    if sys.platform != "linux":
        psutil.wait_procs(processes, timeout=timeout_s)
        return
    # Unlike a wait for the process itself, a pidfd leaves its exit code to whoever started it.
    with ExitStack() as opened, selectors.DefaultSelector() as selector:
        for process in processes:
            try:
                pidfd = os.pidfd_open(process.pid)
            except ProcessLookupError:
                return
            opened.callback(os.close, pidfd)
            selector.register(pidfd, selectors.EVENT_READ)
        selector.select(timeout_s)


def is_alive(process: psutil.Process) -> bool:
    """Whether `process` can still do anything; one that only waits to be reaped cannot."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _environment_of(process: psutil.Process) -> dict[str, str]:
    """Empty where it is not told; one that has just begun a program gets it with its command."""
    limit = time.monotonic() + _START_LIMIT_S
    try:
        found = process.environ()
        while not found and process.exe() and not process.cmdline() and time.monotonic() < limit:
            found = process.environ()
        return found or process.environ()
    except (psutil.Error, OSError):
        return {}


def _description(process: psutil.Process) -> str:
    try:
        return f"{process.pid} {process.status()} {' '.join(process.cmdline())}"
    except psutil.Error:
        return f"{process.pid} has just ended"

"""Things that a process has, and whether they are there in a child of it too."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

_VARIABLE = "CONCUR_TUI_INHERITANCE"
_CHANGED = "changed before the child was started"
_THREAD = "started before the child"

#: How long a child tries to get a lock that nobody there will ever release.
_LOCK_LIMIT_S = 0.05

#: A global variable as any module has it: what a fresh import gives is this.
note = "as the module was imported"
lock = threading.Lock()


class Marks(NamedTuple):
    """By what a child knows the things of its parent; it gets them by message."""

    descriptor: int
    file: tuple[int, int] | None
    folder: str


def on_signal(_number: int, _frame: Any) -> None:
    """A handler to be found again; nothing is sent."""


@contextmanager
def belongings() -> Iterator[Marks]:
    """Change the global, open a pipe, start a thread that holds the lock, and so on; then undo all.

    To be called in the main thread, as it also sets a signal handler.
    """
    global note  # noqa: PLW0603 - a global is what is to be looked at
    import tempfile

    usual_note, usual_folder = note, os.getcwd()
    usual_signals = [(each, signal.getsignal(each)) for each in (signal.SIGUSR1, signal.SIGUSR2)]
    end, other_end = os.pipe()
    holds, release = threading.Event(), threading.Event()
    thread = threading.Thread(target=_hold_lock, args=(holds, release), name=_THREAD)
    with tempfile.TemporaryDirectory() as folder:
        thread.start()
        try:
            holds.wait()
            note = _CHANGED
            os.environ[_VARIABLE] = _CHANGED
            os.chdir(folder)
            signal.signal(signal.SIGUSR1, on_signal)
            signal.signal(signal.SIGUSR2, signal.SIG_IGN)
            yield Marks(end, _identity(end), os.path.realpath(folder))
        finally:
            for number, handler in usual_signals:
                signal.signal(number, handler)
            os.chdir(usual_folder)
            os.environ.pop(_VARIABLE, None)
            note = usual_note
            release.set()
            thread.join()
            os.close(end)
            os.close(other_end)


def _hold_lock(holds: threading.Event, release: threading.Event) -> None:
    with lock:
        holds.set()
        release.wait()


def found_here(marks: Marks) -> dict[str, bool]:
    """Which of those things are there in this process."""
    free = lock.acquire(timeout=_LOCK_LIMIT_S)
    if free:
        lock.release()
    return {
        "global": note == _CHANGED,
        "open descriptor": _identity(marks.descriptor) == marks.file,
        "thread": any(each.name == _THREAD for each in threading.enumerate()),
        "lock held": not free,
        "environment": os.environ.get(_VARIABLE) == _CHANGED,
        "current folder": os.path.realpath(os.getcwd()) == marks.folder,
        "signal handler": signal.getsignal(signal.SIGUSR1) is on_signal,
        "ignored signal": signal.getsignal(signal.SIGUSR2) is signal.SIG_IGN,
    }


def _identity(descriptor: int) -> tuple[int, int] | None:
    """Which file it is, by device and number; None if it is not open."""
    try:
        file = os.fstat(descriptor)
    except OSError:
        return None
    return file.st_dev, file.st_ino

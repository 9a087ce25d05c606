"""Tasks that raise: what anybody catches, what few catch, and what cannot travel."""

from __future__ import annotations

import sys
import threading

from concur_workloads.catalog.workload import Settings


class Untransportable(Exception):
    """It holds a lock, so it cannot be pickled."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.lock = threading.Lock()


class Unrestorable(Exception):
    """It can be pickled but not unpickled, as happens where `__init__` takes other arguments."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what}: {why}")


class PastException(BaseException):
    """No `except Exception` catches it."""


def raise_plainly(_settings: Settings) -> object:
    """What every backend should deal with."""
    raise ValueError("this task fails on purpose")


def raise_past_exception(_settings: Settings) -> object:
    """A `BaseException` that is no `Exception`."""
    raise PastException("this task fails on purpose")


def raise_as_ctrl_c(_settings: Settings) -> object:
    """What Ctrl+C would raise."""
    raise KeyboardInterrupt


def raise_what_cannot_be_pickled(_settings: Settings) -> object:
    """Fails once more on the way out of the worker."""
    raise Untransportable("this task fails on purpose")


def raise_what_cannot_be_unpickled(_settings: Settings) -> object:
    """Fails once more on arrival."""
    raise Unrestorable("this task", "fails on purpose")


def exit_as_a_program(_settings: Settings) -> object:
    """What belongs into a program's main function."""
    sys.exit(3)

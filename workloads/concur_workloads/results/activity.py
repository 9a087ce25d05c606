"""What a worker is at, as seen from outside."""

from __future__ import annotations

import enum


class Activity(enum.Enum):
    """The value is the word that is shown.

    AWAITING is a coroutine between its steps: what it awaits is not there yet, or its event loop is
    busy with something else. A ZOMBIE is a process that has ended and was not yet waited for.
    """

    ON_CPU = "on CPU"
    READY = "waiting for a CPU"
    GIL = "waiting for the GIL"
    LOCK = "blocked: lock, queue"
    PIPE = "blocked: pipe, socket"
    DISK = "blocked: disk, file"
    SLEEP = "sleeping"
    CHILD = "waiting for a child"
    AWAITING = "awaiting"
    STOPPED = "stopped"
    ZOMBIE = "zombie"
    OTHER = "blocked: other"

    # They are keys in what is counted at every look, and the one that Enum has is slow: in Python.
    __hash__ = object.__hash__

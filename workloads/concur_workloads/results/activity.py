"""What a worker is at, as seen from outside."""

from __future__ import annotations

import enum


class Activity(enum.Enum):
    """The value is the word that is shown."""

    ON_CPU = "on CPU"
    READY = "waiting for a CPU"
    GIL = "waiting for the GIL"
    LOCK = "blocked: lock, queue"
    IO = "blocked: I/O"
    SLEEP = "sleeping"
    CHILD = "waiting for a child"
    STOPPED = "stopped"
    OTHER = "blocked: other"

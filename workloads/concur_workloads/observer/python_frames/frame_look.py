"""One look at the frames of a thread, as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """A call that has not returned: its function, the file, and the line that it is at."""

    function: str
    file: str
    line: int


@dataclass(frozen=True)
class FrameLook:
    """The frames of a thread, the innermost first, at `at_ns` on CLOCK_MONOTONIC.

    They were read while the thread went on, so that a frame may be torn: one that had returned,
    or a line of another moment. `thread_name` is Python's. Without frames `missing` says why.
    """

    at_ns: int
    frames: tuple[Frame, ...] = ()
    thread_name: str = ""
    missing: str = ""

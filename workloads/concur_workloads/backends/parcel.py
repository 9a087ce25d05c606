"""Arguments and results whose pickling is timed: some of them, as the timing itself takes long.

Libraries pickle out of our sight. But pickle asks objects how to make them again, in the order in
which they lie in the message, so one before and one behind what is sent can look at the clock.
"""

from __future__ import annotations

from time import monotonic_ns
from typing import Any

from concur_workloads.recorder.handling import LaneHandling

#: A prime, so that tasks that differ in turns are met alike.
_EVERY = 17


class _Clock:
    """Is replaced by the time, in nanoseconds, when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return monotonic_ns, ()


class Parcel:
    """Arguments of some tasks on their way to a worker, where an Arrival comes of them."""

    def __init__(self, content: Any, tasks: int = 1) -> None:
        self.content = content
        self.tasks = tasks

    def __reduce__(self) -> tuple[Any, ...]:
        return _arrive, (_Clock(), self.content, self.tasks)


class Arrival:
    """Arguments that came as a Parcel, and the nanoseconds that deserialising them took."""

    def __init__(self, content: Any, tasks: int, took_ns: int) -> None:
        self.content = content
        self.tasks = tasks
        self.took_ns = took_ns


def _arrive(begun_ns: int, content: Any, tasks: int) -> Arrival:
    return Arrival(content, tasks, monotonic_ns() - begun_ns)


class Reply:
    """Results on their way back, which are there alone when unpickled; their pickling is timed."""

    def __init__(self, content: Any, handling: LaneHandling) -> None:
        self._content = content
        self._handling = handling

    def __reduce__(self) -> tuple[Any, ...]:
        return _content_of, (self._content, _Finish(self._handling, monotonic_ns()))

    def __repr__(self) -> str:
        return repr(self._content)


class _Finish:
    """Counts how long pickling took when it is itself pickled."""

    def __init__(self, handling: LaneHandling, begun_ns: int) -> None:
        self._handling = handling
        self._begun_ns = begun_ns

    def __reduce__(self) -> tuple[Any, ...]:
        self._handling.serialised(monotonic_ns() - self._begun_ns)
        return int, ()


def _content_of(content: Any, _finish: int) -> Any:
    return content


def packed(turn: int, content: Any, tasks: int = 1) -> Any:
    """The arguments that are sent at a turn, counted from 0: at every so many as a Parcel."""
    return content if turn % _EVERY else Parcel(content, tasks)


def unpacked(sent: Any, handling: LaneHandling) -> Any:
    """The arguments that came; what it took to deserialise them is counted if it was timed."""
    if not isinstance(sent, Arrival):
        return sent
    handling.deserialised(sent.took_ns, sent.tasks)
    return sent.content


def reply_to(sent: Any, result: Any, handling: LaneHandling) -> Any:
    """What goes back for arguments that came: timed on its way as they were."""
    return Reply(result, handling) if isinstance(sent, Arrival) else result

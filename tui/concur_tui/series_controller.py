"""Owns a series of experiments: starts it, publishes how it goes, sees it to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from textual.message import Message

from concur_tui.messages import LogReceived

if TYPE_CHECKING:
    from concur_workloads.api import LogEntry


class Snapshot(Protocol):
    """How a series looks at one moment."""

    @property
    def cancelling(self) -> bool:
        """Whether it has been asked to end."""


_Result = TypeVar("_Result")
_Snapshot = TypeVar("_Snapshot", bound=Snapshot)
_Result_co = TypeVar("_Result_co", covariant=True)
_Snapshot_co = TypeVar("_Snapshot_co", bound=Snapshot, covariant=True)


class Series(Protocol[_Result_co, _Snapshot_co]):
    """What the controller needs of a series; the api has the real ones."""

    async def run(self) -> _Result_co:
        """Run all of it."""

    def snapshot(self) -> _Snapshot_co:
        """How it looks now."""

    def cancel(self) -> None:
        """Begin nothing further; a second call does not wait for tasks under way."""

    def kill(self) -> None:
        """End all processes at once."""


class SeriesController(Generic[_Result, _Snapshot]):
    """Runs one series at a time and keeps the last result; `refresh_s` is the period of looks,
    in seconds, and may be changed at any time.

    What is seen and how it ended go out in the messages that `seen` and `ended` make.
    """

    def __init__(
        self,
        seen: Callable[[_Snapshot], Message],
        ended: Callable[[_Result], Message],
        *,
        refresh_s: float,
    ) -> None:
        self._seen = seen
        self._ended = ended
        self.refresh_s = refresh_s
        self._series: Series[_Result, _Snapshot] | None = None
        self._entries: list[LogEntry] = []
        self._post: Callable[[Message], object] = lambda _message: None
        self._idle = asyncio.Event()
        self._idle.set()
        self.last: _Result | None = None

    @property
    def running(self) -> bool:
        """Whether a series is under way."""
        return self._series is not None

    @property
    def cancelling(self) -> bool:
        """Whether the series under way has been asked to end."""
        return self._series is not None and self._series.snapshot().cancelling

    def begin(
        self,
        make: Callable[[Callable[[LogEntry], None]], Series[_Result, _Snapshot]],
        post: Callable[[Message], object],
    ) -> Coroutine[Any, Any, None]:
        """Begin what `make` makes for a log; await what is returned to see it to its end.

        Raises RuntimeError while another is under way. No process is left, also when the awaiting
        task is cancelled.
        """
        if self.running:
            raise RuntimeError("one series at a time: the previous one has not ended")
        self._series = make(self._entries.append)
        self._post = post
        self._idle.clear()
        return self._see_through(self._series)

    async def _see_through(self, series: Series[_Result, _Snapshot]) -> None:
        work = asyncio.create_task(series.run())
        try:
            while not work.done():
                self.publish()
                await asyncio.wait({work}, timeout=self.refresh_s)
            result = self.last = work.result()
            self.publish()
        finally:
            if not work.done():
                series.kill()
                work.cancel()
            self._series = None
            self._idle.set()
        self._post(self._ended(result))

    def publish(self) -> None:
        """Post what is new: the log, and how the series stands."""
        if self._series is None:
            return
        if self._entries:
            self._post(LogReceived(tuple(self._entries)))
            self._entries.clear()
        self._post(self._seen(self._series.snapshot()))

    async def wait_until_idle(self) -> None:
        """Return when no series is under way."""
        await self._idle.wait()

    def cancel(self) -> None:
        """Ask it to end: nothing further begins."""
        if self._series is not None:
            self._series.cancel()

    def kill(self) -> None:
        """End every process at once; may be called from a signal handler."""
        if self._series is not None:
            self._series.kill()

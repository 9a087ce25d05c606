"""Skips frames while the terminal reads more slowly than we write.

Textual's writer queue is short and blocks the event loop when it is full, so that a stalled
terminal would stall everything. Only frames are skipped: the first one after the queue has drained
shows the latest state of every widget.
"""

from typing import Any, Generic

from rich.console import RenderableType
from textual.app import App, ReturnType
from textual.driver import Driver
from textual.screen import Screen
from textual.timer import Timer

LONGEST_QUEUE = 3
"""Writes that may wait before frames are skipped; a frame is up to three writes."""
LOOK_AGAIN_S = 0.05


def waiting_writes(driver: Driver | None) -> int:
    """How many writes the terminal has not taken yet; 0 where the driver writes directly."""
    writer: Any = getattr(driver, "_writer_thread", None)
    return 0 if writer is None else int(writer._queue.qsize())


class BackpressureApp(App[ReturnType], Generic[ReturnType]):
    """An app that stops painting while more than three writes wait for the terminal."""

    skipped_frames = 0
    _waiting_for_terminal: Timer | None = None

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if self._waiting_for_terminal is None and waiting_writes(self._driver) > LONGEST_QUEUE:
            self._begin_batch()
            self._waiting_for_terminal = self.set_interval(LOOK_AGAIN_S, self._look_again)
        if self._waiting_for_terminal is not None:
            self.skipped_frames += 1
        super()._display(screen, renderable)

    def _look_again(self) -> None:
        timer = self._waiting_for_terminal
        if timer is None or waiting_writes(self._driver) > LONGEST_QUEUE:
            return
        timer.stop()
        self._waiting_for_terminal = None
        self._end_batch()
        self.refresh()

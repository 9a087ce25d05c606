"""Corrects the size of the app when it is not the terminal's.

Textual reads the size in its signal handler. A second change during the first one's handler is
reported before it, and so the app would keep a size that the terminal no longer has.
"""

import shutil
from typing import Generic

from textual import events
from textual.app import App, ReturnType
from textual.geometry import Size


class TrueSizeApp(App[ReturnType], Generic[ReturnType]):
    """An app that can look again at how large its terminal is."""

    def check_size(self) -> None:
        """Resize to the terminal's size, unless it is known."""
        size = Size(*shutil.get_terminal_size())
        if size != self.size:
            self.post_message(events.Resize(size, size))

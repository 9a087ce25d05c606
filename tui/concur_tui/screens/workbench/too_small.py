"""What is shown instead of the workbench when there is no room for it."""

from textual import events
from textual.widgets import Static

COLUMNS, ROWS = 80, 24


class TooSmall(Static):
    """A sentence with the room there is and the room that is needed."""

    def on_resize(self, _event: events.Resize) -> None:
        """Say how large the terminal is now."""
        width, height = self.app.size
        self.update(
            f"The workbench needs {COLUMNS} columns and {ROWS} rows; this terminal has "
            f"{width} and {height}. Enlarge it, and all is back: a run goes on meanwhile."
        )

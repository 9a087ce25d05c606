"""A driver that is no terminal but an emulator of one, so that a test sees every cell."""

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size

from support.emulator import Emulator


class CapturingDriver(Driver):
    """Feeds what the app writes to an emulated terminal and counts the bytes."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        columns, rows = size or (80, 24)
        self.terminal = Emulator(columns, rows)
        self.bytes_written = 0

    def write(self, data: str) -> None:
        encoded = data.encode()
        self.bytes_written += len(encoded)
        self.terminal.feed(encoded)

    def start_application_mode(self) -> None:
        self.write("\x1b[?1049h\x1b[?7l")
        screen = self.terminal.cells()
        self._post_size(len(screen[0]), len(screen))

    def stop_application_mode(self) -> None:
        self.write("\x1b[?7h\x1b[?1049l")

    def disable_input(self) -> None:
        pass

    def resize(self, columns: int, rows: int) -> None:
        """Change the terminal's size as a window manager would."""
        self.terminal.resize(columns, rows)
        self._post_size(columns, rows)

    def _post_size(self, columns: int, rows: int) -> None:
        size = Size(columns, rows)
        self._app.post_message(events.Resize(size, size))

"""Counts what is written to the terminal."""

from typing import Any, Generic

from textual.app import App, ReturnType
from textual.driver import Driver


class TrafficApp(App[ReturnType], Generic[ReturnType]):
    """An app that knows how many bytes it has handed to the terminal, as UTF-8."""

    written_bytes = 0

    def _build_driver(self, *args: Any, **kwargs: Any) -> Driver:
        driver = super()._build_driver(*args, **kwargs)
        write = driver.write

        def counted(data: str) -> None:
            self.written_bytes += len(data) if data.isascii() else len(data.encode())
            write(data)

        driver.write = counted  # type: ignore[method-assign]
        return driver

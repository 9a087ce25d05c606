"""The threads inside `multiprocessing.Pool`: one that dies leaves the pool waiting for ever."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from multiprocessing import pool as library
from typing import Any

from concur_workloads.worker import describe


class PoolThreads:
    """Notices when a thread of the library's ends with an exception; `cause` says so then."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self.cause = ""
        self._wake = wake
        self._usual = threading.excepthook
        threading.excepthook = self._on_death

    def _on_death(self, args: Any) -> None:
        if not self.cause and any(
            frame.f_code.co_filename == library.__file__
            for frame, _ in traceback.walk_tb(args.exc_traceback)
        ):
            self.cause = describe(args.exc_value, place=False)
            self._wake()
        self._usual(args)

    def close(self) -> None:
        """Notice no more."""
        threading.excepthook = self._usual

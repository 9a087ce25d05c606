"""Ends the program and all it started when a signal says so, or when the terminal is gone."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

HARD_LIMIT_S = 2.0
_SIGNALS = ("SIGHUP", "SIGTERM", "SIGINT")


class LastWill:
    """`kill` ends our processes at once; `leave` then asks the program to end with an exit code.

    The handlers run even while the event loop is blocked. A program that has not left after two
    seconds, for example because nobody reads what it writes, is ended hard.
    """

    def __init__(self, kill: Callable[[], None], leave: Callable[[int], None]) -> None:
        self._kill = kill
        self._leave = leave
        self._executed = False

    def install(self) -> None:
        """Handle SIGHUP, SIGTERM and SIGINT, as far as the system has them."""
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            if number is not None:
                signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self.execute(128 + number)

    def execute(self, exit_code: int) -> None:
        """End everything; a second call does nothing."""
        if self._executed:
            return
        self._executed = True
        timer = threading.Timer(HARD_LIMIT_S, os._exit, (exit_code,))
        timer.daemon = True
        timer.start()
        self._kill()
        self._leave(exit_code)


def terminal_is_gone() -> bool:
    """Whether the terminal on standard input has hung up; False where that cannot be asked."""
    try:
        import termios
    except ImportError:
        return False
    try:
        termios.tcgetattr(sys.__stdin__.fileno() if sys.__stdin__ is not None else 0)
    except (termios.error, OSError):
        return True
    return False

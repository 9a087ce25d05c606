"""A tiny full-screen program for the tests of the terminals: it says what it reads."""

import os
import signal
import sys
import termios
import tty
from types import FrameType


def say(row: int, words: str) -> None:
    """Put `words` in `row` (from 1) of the alternate screen."""
    sys.stdout.write(f"\x1b[{row};1H\x1b[2K{words}")
    sys.stdout.flush()


def say_size(_signal: int, _frame: FrameType | None) -> None:
    """Tell how many columns and rows the terminal has."""
    columns, rows = os.get_terminal_size()
    say(2, f"size {columns}x{rows}")


def main() -> int:
    """Read keys until `q`, which leaves with exit code 7."""
    before = termios.tcgetattr(0)
    tty.setraw(0)
    signal.signal(signal.SIGWINCH, say_size)
    sys.stdout.write("\x1b[?1049h\x1b[>1u\x1b[?25l")
    say_size(0, None)
    say(1, "ready")
    try:
        while (read := os.read(0, 64)) != b"q":
            say(3, f"read {read!r}")
    finally:
        sys.stdout.write("\x1b[<u\x1b[?25h\x1b[?1049l")
        sys.stdout.flush()
        termios.tcsetattr(0, termios.TCSANOW, before)
    return 7


if __name__ == "__main__":
    sys.exit(main())

"""Standard output, which may be a pipe that nobody reads any more, or a full disk."""

import sys

from concur_tui.terminal.plain_marks import PLAIN_MARKS
from concur_tui.terminal.streams import forget


class OutputFailed(Exception):
    """What was to be written could not be; the text says why."""


def write_out(text: str) -> bool:
    """Write to standard output, and return whether it still has a reader.

    One that has gone is no error, anything else raises OutputFailed.
    """
    if sys.stdout is None:
        return False
    try:
        sys.stdout.write(_encodable(text))
        sys.stdout.flush()
    except BrokenPipeError:
        forget(sys.stdout)
        return False
    except OSError as error:
        forget(sys.stdout)
        raise OutputFailed(f"cannot write to standard output: {error.strerror}.") from None
    return True


def _encodable(text: str) -> str:
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, PLAIN_MARKS).decode(encoding)

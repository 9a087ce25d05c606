"""Standard output, which may be a pipe that nobody reads any more, or a full disk."""

import os
import sys


class OutputFailed(Exception):
    """What was to be written could not be; the text says why."""


def write_out(text: str) -> None:
    """Write to standard output; a reader that has gone is no error, anything else OutputFailed."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(_encodable(text))
        sys.stdout.flush()
    except BrokenPipeError:
        _write_nowhere()
    except OSError as error:
        _write_nowhere()
        raise OutputFailed(f"cannot write to standard output: {error.strerror}.") from None


def _encodable(text: str) -> str:
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


def _write_nowhere() -> None:
    """Else the interpreter would try again on its way out, and complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

"""Standard streams whose other end may have gone."""

import os
from typing import TextIO


def flush_or_forget(stream: TextIO | None) -> None:
    """Write out what a stream holds, or nowhere if nobody can take it any more."""
    if stream is None:
        return
    try:
        stream.flush()
    except OSError:
        forget(stream)


def forget(stream: TextIO) -> None:
    """Send all further output nowhere; else Python tries again on its way out, and fails."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)

"""Exit codes in words."""

from __future__ import annotations

import signal


def exit_words(code: int | None) -> str:
    """How a process ended: its exit code, or, for a negative one, the signal that ended it."""
    if code is None:
        return "ended in an unknown way"
    if code >= 0:
        return f"exited with code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"

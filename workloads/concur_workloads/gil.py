"""Whether this Python can do without the GIL, and whether it does."""

from __future__ import annotations

import sys


def can_do_without() -> bool:
    """Whether this is a free-threaded build."""
    return "t" in getattr(sys, "abiflags", "")


def is_on() -> bool:
    """Whether the calling interpreter has it on now; an import may turn it on."""
    enabled: bool = getattr(sys, "_is_gil_enabled", lambda: True)()
    return enabled

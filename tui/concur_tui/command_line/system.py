"""What the system must have for anything to run."""

import os
import sys
from pathlib import Path

_PROC = Path("/proc/self")


def what_the_system_lacks() -> str | None:
    """The sentence to print instead of doing anything; None where all is there.

    Imports nothing of the engine, which cannot be imported where this is not None.
    """
    if not hasattr(os, "fork"):
        return (
            f"This system ({sys.platform}) has no fork, which the engine needs: "
            "use Linux or macOS, or on Windows the Windows Subsystem for Linux."
        )
    if sys.platform == "linux" and not _PROC.is_dir():
        return f"There is no {_PROC}, which on Linux the engine needs: have /proc mounted."
    return None

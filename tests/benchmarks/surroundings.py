"""Where and when the table was made: what the figures depend on besides the product."""

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from concur_workloads.api import usable_cpus


def machine() -> str:
    """The processor, the system and the versions that matter, in one line."""
    cpus = usable_cpus().count
    return (
        f"{_processor()}, {cpus} usable CPU{'s' * (cpus > 1)}, {platform.system()} "
        f"{platform.release()}, {platform.python_implementation()} {platform.python_version()}, "
        f"Textual {version('textual')}, concur-tui {version('concur-tui')}"
    )


def load() -> str:
    """How many wanted a CPU in the last minute, on average."""
    return f"{os.getloadavg()[0]:.2f}"


def forget_settings() -> None:
    """Let the programs start as they do for somebody who has set nothing."""
    for name in list(os.environ):
        if name.startswith(("CONCUR_TUI_", "TEXTUAL", "SSH_", "PYTHON")) or name in (
            "NO_COLOR",
            "FORCE_COLOR",
            "COLUMNS",
            "LINES",
        ):
            del os.environ[name]


def _processor() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()

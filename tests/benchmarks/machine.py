"""Where and when the figures were taken."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

from concur_workloads.api import usable_cpus


def describe() -> dict[str, str]:
    """The machine, the programs, and the load at the moment."""
    usable = usable_cpus()
    return {
        "machine": f"{_processor()}, {usable.count} usable CPUs (by {usable.decided_by})",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "textual": version("textual"),
        "load": " ".join(f"{each:.2f}" for each in os.getloadavg()),
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"

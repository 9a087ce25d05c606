"""Other Pythons on this machine."""

import functools
import shutil
import subprocess
from pathlib import Path


@functools.cache
def find_python(version: str) -> str | None:
    """Return the path of a CPython of `version` ("3.10") that starts, or None if there is none."""
    on_path = shutil.which(f"python{version}")
    installed = Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}")
    candidates = [on_path] if on_path else []
    for candidate in [*candidates, *map(str, installed)]:
        # A version manager leaves a stand-in on the path for a Python that it does not run.
        asked = subprocess.run(
            [candidate, "-c", "import platform; print(platform.python_version())"],
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.stdout.startswith(f"{version}."):
            return candidate
    return None

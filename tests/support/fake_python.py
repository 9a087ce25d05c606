"""Programs that say of themselves to be some Python, whatever is installed here."""

import json
from pathlib import Path
from typing import Any


def a_program(path: Path, script: str) -> str:
    """Write an executable shell script; its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def a_python(folder: Path, *, name: str = "python", **changes: Any) -> str:
    """A program that answers as a Python 3.14 would, with `changes`; its path."""
    path = folder / "bin" / name
    facts: dict[str, Any] = {
        "version": "3.14.0",
        "implementation": "CPython",
        "executable": str(path),
        "prefix": str(folder),
        "start_methods": ["forkserver", "spawn", "fork"],
        "free_threaded": False,
        "gil": True,
        "interpreters": True,
        "packages": [],
    }
    answer = json.dumps({**facts, **changes})
    return a_program(path, f"cat <<'END'\n{answer}\nEND")

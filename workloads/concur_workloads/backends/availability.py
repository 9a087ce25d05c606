"""What our own interpreter has of what backends need, and the sentence where it has not."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache


def start_methods() -> tuple[str, ...]:
    """Those that this Python offers, its default first."""
    import multiprocessing

    return tuple(multiprocessing.get_all_start_methods())


def no_processes() -> str:
    """Why this Python cannot start processes that share locks; empty where it can."""
    try:
        import multiprocessing.synchronize  # noqa: F401
    except ImportError as error:
        return f"this Python has no multiprocessing: {error}"
    return ""


@cache
def not_installed(package: str) -> str:
    """How to install what a backend needs; empty where our own interpreter has it."""
    if importlib.util.find_spec(package) is not None:
        return ""
    return f"{package} is not installed; pip install 'concur-tui[peers]' installs it"


def no_interpreters() -> str:
    """Why our own interpreter cannot have others beside its main one; empty where it can."""
    if sys.version_info >= (3, 14) and importlib.util.find_spec("_interpreters") is not None:
        return ""
    return lacks_interpreters(".".join(map(str, sys.version_info[:3])))


def lacks_interpreters(version: str) -> str:
    """Why a Python of that version cannot have sub-interpreters."""
    return f"Python {version} has no sub-interpreters; --python 3.14 takes one that has"

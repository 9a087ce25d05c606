"""Importing a function once, watched and timed."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from time import perf_counter_ns
from typing import Any

from concur_workloads.catalog.own import MissingModuleError, OwnFunctionError
from concur_workloads.catalog.own.importing import import_function
from concur_workloads.catalog.own.reference import Reference
from concur_workloads.preflight.acts import Acts

_MOST_PRINTED = 200
_MOST_READ = 1 << 20


class Printed:
    """What this process and its children print, kept from those who read our answer."""

    def __init__(self) -> None:
        self._file, path = tempfile.mkstemp()
        os.unlink(path)
        for stream in (1, 2):
            os.dup2(self._file, stream)

    def take(self) -> tuple[int, str]:
        """How many lines were printed since the last call, and the first of them."""
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        text = os.pread(self._file, _MOST_READ, 0).decode(errors="replace")
        # All that print share the place in the file with this descriptor.
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)
        lines = text.splitlines()
        return len(lines), lines[0][:_MOST_PRINTED] if lines else ""


def try_import(reference: Reference) -> dict[str, Any]:
    """What importing it did, and `problem`, why it failed, empty if it did not."""
    acts = Acts(reference.folder or os.getcwd())
    before, process = set(threading.enumerate()), os.getpid()
    problem, is_missing = "", False
    began_ns = perf_counter_ns()
    with acts.watched():
        try:
            import_function(reference)
        except OwnFunctionError as error:
            problem, is_missing = str(error), isinstance(error, MissingModuleError)
    took_ns = perf_counter_ns() - began_ns
    if os.getpid() != process:
        # Forked by the module, which our own code is no part of.
        os._exit(0)
    left = [each.name for each in threading.enumerate() if each not in before]
    return {
        "problem": problem,
        "is_missing": is_missing,
        "import_s": took_ns / 1e9,
        "acts": [list(each) for each in acts.all()],
        "threads_left": left,
    }

"""Importing a function again where the workers of a run would: in a spawned process, and so on."""

from __future__ import annotations

import importlib
import importlib.util
import multiprocessing
import sys
from multiprocessing.connection import Connection
from typing import Any

from concur_workloads.catalog.own.reference import parse_reference
from concur_workloads.exit_status import exit_words
from concur_workloads.fresh_interpreter import ENTER, NAMES
from concur_workloads.isolation import die_with_parent
from concur_workloads.preflight.import_trial import try_import

_LIMIT_S = 20.0
_EXIT_LIMIT_S = 1.0

_IMPORT = f"""
{ENTER}
from concur_workloads.catalog.own.own_workload import import_workload
import_workload(name)
"""


def import_in_spawned_process(name: str) -> dict[str, Any] | None:
    """What `try_import` finds in a worker of spawn; None where there are no processes."""
    try:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_import, args=(theirs, name), daemon=True)
    except (ImportError, ValueError):
        return None
    process.start()
    theirs.close()
    found: dict[str, Any]
    try:
        if not ours.poll(_LIMIT_S):
            return {"problem": f"it was not imported within {_LIMIT_S:g} s"}
        found = ours.recv()
    except EOFError:
        process.join(_EXIT_LIMIT_S)
        return {"problem": f"its process {exit_words(process.exitcode)}"}
    finally:
        process.kill()
    return found


def _import(answer: Connection, name: str) -> None:
    die_with_parent()
    found = try_import(parse_reference(name))
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    answer.send(found)


def import_in_interpreter(name: str) -> str | None:
    """Why it cannot be imported in an interpreter beside the main one; empty if it can.

    None where there are no such interpreters.
    """
    if importlib.util.find_spec("concurrent.interpreters") is None:
        return None
    # Only Python 3.14 and later have it.
    interpreters: Any = importlib.import_module("concurrent.interpreters")
    interpreter = interpreters.create()
    try:
        interpreter.prepare_main(**NAMES, name=name)
        interpreter.exec(_IMPORT)
    except interpreters.ExecutionFailed as error:
        info = error.excinfo
        return str(info.msg or info.type.__name__) if info is not None else str(error)
    finally:
        sys.stdout.flush()
    return ""

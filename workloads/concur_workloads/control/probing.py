"""Asking a Python what it is, without trusting that it is one."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import time
from contextlib import suppress

from concur_workloads import interpreter_probe
from concur_workloads.exit_status import exit_words
from concur_workloads.interpreter import Interpreter
from concur_workloads.isolation import python_environment

_LIMIT_S = 5.0
_EXIT_LIMIT_S = 0.5

#: Longer is no answer of ours, so it is not read to its end.
_LONGEST_ANSWER = 16_384

_known: dict[tuple[str, int], Interpreter] = {}


def probe(path: str) -> Interpreter:
    """What the program at a path is; it is asked once, and again only when the file has changed."""
    try:
        key = (path, os.stat(path).st_mtime_ns)
    except OSError as error:
        return Interpreter(path, unusable=f"it cannot be read: {error.strerror}")
    if key not in _known:
        _known[key] = _ask(path)
    return _known[key]


def _ask(path: str) -> Interpreter:
    try:
        process = subprocess.Popen(
            [path, interpreter_probe.__file__],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=python_environment("probe"),
            start_new_session=True,
        )
    except OSError as error:
        return Interpreter(path, unusable=f"it could not be started: {error.strerror or error}")
    with process:
        answer = _read(process)
        if answer is not None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_EXIT_LIMIT_S)
        # Also what it may have started itself.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    if answer is None:
        return Interpreter(path, unusable=f"it did not say what it is within {_LIMIT_S:g} s")
    try:
        return Interpreter.from_facts(path, json.loads(answer))
    except (ValueError, TypeError, KeyError):
        words = exit_words(process.returncode)
        return Interpreter(path, unusable=f"it {words} and did not say what it is")


def _read(process: subprocess.Popen[bytes]) -> bytes | None:
    """What it prints until it closes its output, or enough of it; None if it takes too long."""
    assert process.stdout is not None
    limit = time.monotonic() + _LIMIT_S
    answer = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while len(answer) < _LONGEST_ANSWER:
            if not selector.select(max(0.0, limit - time.monotonic())):
                return None
            data = os.read(process.stdout.fileno(), _LONGEST_ANSWER)
            if not data:
                break
            answer += data
    return answer

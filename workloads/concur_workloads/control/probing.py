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


class Enquiry:
    """Asks Pythons what they are; it can be ended from another thread or a signal handler."""

    def __init__(self) -> None:
        self._asked: set[subprocess.Popen[bytes]] = set()
        self._ended = False

    def probe(self, path: str) -> Interpreter:
        """What the program at a path is; asked once, and again only when its file has changed."""
        try:
            key = _key(path)
        except OSError as error:
            return Interpreter(path, unusable=f"it cannot be read: {error.strerror}")
        if key in _known:
            return _known[key]
        answer = None if self._ended else self._ask(path)
        if answer is None or self._ended:
            return Interpreter(path, unusable="it was not asked to the end what it is")
        _known[key] = answer
        return answer

    def end(self) -> None:
        """Kill those that have not answered, and ask no other."""
        self._ended = True
        for process in tuple(self._asked):
            if process.returncode is None:
                _kill_all_of(process)

    def _ask(self, path: str) -> Interpreter:
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
        self._asked.add(process)
        with process:
            try:
                # The end may have come before it was among those that are asked.
                answer = b"" if self._ended else _read(process)
                if answer is not None:
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(_EXIT_LIMIT_S)
            finally:
                _kill_all_of(process)
                self._asked.discard(process)
        if answer is None:
            return Interpreter(path, unusable=f"it did not say what it is within {_LIMIT_S:g} s")
        try:
            return Interpreter.from_facts(path, json.loads(answer))
        except (ValueError, TypeError, KeyError):
            words = exit_words(process.returncode)
            return Interpreter(path, unusable=f"it {words} and did not say what it is")


_enquiry = Enquiry()


def enquiry() -> Enquiry:
    """The one under way; whoever asks several Pythons asks them all by the same."""
    return _enquiry


def stop_asking() -> None:
    """End the enquiry under way, for a program that ends; whoever asks later begins a new one."""
    global _enquiry
    under_way, _enquiry = _enquiry, Enquiry()
    under_way.end()


def known(path: str) -> Interpreter | None:
    """What was found out about the program at a path, unless its file has changed since."""
    try:
        return _known.get(_key(path))
    except OSError:
        return None


def _key(path: str) -> tuple[str, int]:
    return path, os.stat(path).st_mtime_ns


def _kill_all_of(process: subprocess.Popen[bytes]) -> None:
    """Also what it may have started itself."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


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

"""Threads, processes and interpreters that do nothing: they say that they run, and wait."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, Protocol

from concur_workloads.catalog.children import ChildFailed
from concur_workloads.catalog.gate import PASS, Gate, pass_through
from concur_workloads.exit_status import exit_words
from concur_workloads.spec import START_METHODS

KINDS = ("thread", *START_METHODS, "subprocess", "sub-interpreter")

#: Those of `threading` and `multiprocessing`, which know daemons.
KINDS_WITH_DAEMONS = ("thread", *START_METHODS)


class Member(Protocol):
    """Created, started and joined once; it waits at a gate in between."""

    def start(self) -> None:
        """Have it run; raises OSError or RuntimeError."""

    def join(self) -> None:
        """Wait for its end."""


def maker_of(kind: str, gate: Gate, *, daemon: bool = False) -> Callable[[int], Member]:
    """What creates the member of a place.

    What such members need in common, a fork server above all, runs when this returns. Raises
    ChildFailed where this Python has no members of that kind.
    """
    if kind == "thread":
        return lambda place: threading.Thread(
            target=gate.pass_in_thread, args=(place,), daemon=daemon
        )
    if kind == "subprocess":
        return lambda place: _FreshPython(place, gate)
    if kind == "sub-interpreter":
        create = _interpreters().create
        return lambda place: _SubInterpreter(place, gate, create())
    return _process_maker(kind, gate, daemon=daemon)


def pid_of(member: Member) -> int | None:
    """The process that a member is; None for one that lives in this process."""
    pid: int | None = getattr(member, "pid", None)
    return pid


def require_good_end(member: Member) -> None:
    """Raise ChildFailed when a member that was joined did not end as it should."""
    code = getattr(member, "exitcode", 0)
    if code != 0:
        raise ChildFailed(f"process {pid_of(member)} {exit_words(code)} instead of ending well")


def _process_maker(start_method: str, gate: Gate, *, daemon: bool) -> Callable[[int], Member]:
    # Late, as it takes tens of milliseconds to load and threads do without it.
    import multiprocessing
    from multiprocessing.connection import Connection

    context: Any = multiprocessing.get_context(start_method)
    if start_method == "fork":
        return lambda place: context.Process(
            target=gate.pass_after_fork, args=(place,), daemon=daemon
        )
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()
    if start_method == "forkserver":
        forkserver.ensure_running()
    # Connections, as these know how to travel to a process that is not forked from this one.
    report = Connection(os.dup(gate.report), readable=False)
    hold = Connection(os.dup(gate.hold), writable=False)
    return lambda place: context.Process(
        target=_pass_elsewhere, args=(place, report, hold), daemon=daemon
    )


def _pass_elsewhere(place: int, report: Any, hold: Any) -> None:
    """In a process that was not forked from the one that made the gate."""
    pass_through(place, report.fileno(), hold.fileno())


class _FreshPython:
    """A Python started as a program of its own."""

    def __init__(self, place: int, gate: Gate) -> None:
        source = PASS.format(report=gate.report, hold=gate.hold, place=place)
        self._command = [sys.executable, "-S", "-c", source]
        self._ends = (gate.report, gate.hold)
        self.pid: int | None = None
        self.exitcode: int | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, pass_fds=self._ends)
        self.pid = self._process.pid

    def join(self) -> None:
        self.exitcode = self._process.wait()


class _SubInterpreter:
    """An interpreter beside ours, with a thread of its own to run it."""

    def __init__(self, place: int, gate: Gate, interpreter: Any) -> None:
        self._interpreter = interpreter
        source = PASS.format(report=gate.report, hold=gate.hold, place=place)
        self._thread = threading.Thread(target=interpreter.exec, args=(source,))

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        self._thread.join()
        self._interpreter.close()


def _interpreters() -> Any:
    try:
        return importlib.import_module("concurrent.interpreters")
    except ModuleNotFoundError:
        version = ".".join(map(str, sys.version_info[:2]))
        raise ChildFailed(
            f"Python {version} has no sub-interpreters; choose a Python 3.14 (--python 3.14)"
        ) from None

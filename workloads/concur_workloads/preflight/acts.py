"""What importing a module does beside defining names: seen as it happens, with the line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from multiprocessing.process import BaseProcess
from threading import Thread
from types import FrameType
from typing import Any, NamedTuple

_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT

#: A module that does the same in a loop is told of once a line, and no more than this.
_MOST = 20

_PROCESS_EVENTS = ("os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen")

PROCESS, THREAD, READ, WRITE, NETWORK = "process", "thread", "read", "write", "network"


class Act(NamedTuple):
    """One thing done: its kind, what it was done to, and the line of the project that led to it."""

    kind: str
    what: str
    line: str


class Acts:
    """Those of the project in `folder`; an interpreter can have one observer only."""

    def __init__(self, folder: str) -> None:
        self._folder = os.path.join(os.path.realpath(folder), "")
        self._seen: dict[Act, None] = {}
        #: Whether files are the project's, kept as to find out takes time that the import seems to.
        self._own: dict[str, bool] = {}
        self._is_on = False
        self._is_starting = False
        sys.addaudithook(self._hear)
        _surround_start(BaseProcess, lambda: self._starting(PROCESS))
        _surround_start(Thread, lambda: self._starting(THREAD))

    def all(self) -> list[Act]:
        """What was seen, in order."""
        return list(self._seen)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look while a block runs."""
        self._is_on = True
        try:
            yield
        finally:
            self._is_on = False

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._is_on or self._is_starting:
            return
        if event in _PROCESS_EVENTS:
            self._note(PROCESS, "", through_imports=True)
        elif event == "socket.connect":
            self._note(NETWORK, str(arguments[1]), through_imports=True)
        elif event == "open":
            path, _mode, flags = arguments
            if isinstance(path, (str, bytes)):
                kind = WRITE if flags & _WRITING else READ
                # What Python reads to import something is no deed of the module's.
                self._note(kind, os.fsdecode(path), through_imports=False)

    @contextmanager
    def _starting(self, kind: str) -> Iterator[None]:
        """A process or thread is started; what that does in turn is the same deed."""
        if not self._is_on or self._is_starting:
            yield
            return
        self._note(kind, "", through_imports=True)
        self._is_starting = True
        try:
            yield
        finally:
            self._is_starting = False

    def _note(self, kind: str, what: str, *, through_imports: bool) -> None:
        line = self._line(sys._getframe(2), through_imports=through_imports)
        if line and len(self._seen) < _MOST:
            self._seen[Act(kind, what, line)] = None

    def _line(self, frame: FrameType | None, *, through_imports: bool) -> str:
        """The innermost line of the project; empty where there is none."""
        while frame is not None:
            path = frame.f_code.co_filename
            if path.startswith("<frozen importlib") and not through_imports:
                return ""
            if not path.startswith("<") and self._is_of_project(path):
                return f"{os.path.basename(path)} line {frame.f_lineno}"
            frame = frame.f_back
        return ""

    def _is_of_project(self, path: str) -> bool:
        if path not in self._own:
            whole = os.path.realpath(path)
            ours = whole.startswith(os.path.join(_OURS, ""))
            installed = f"{os.sep}site-packages{os.sep}" in whole
            self._own[path] = whole.startswith(self._folder) and not ours and not installed
        return self._own[path]


def _surround_start(kind: Any, starting: Callable[[], AbstractContextManager[None]]) -> None:
    """Have every start of a `kind` surrounded; not every Python has an audit event for it."""
    start: Callable[[Any], None] = kind.start

    @wraps(start)
    def surrounded(started: Any) -> None:
        with starting():
            start(started)

    kind.start = surrounded

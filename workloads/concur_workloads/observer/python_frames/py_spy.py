"""Asks py-spy, where it is installed, for the frames of a thread, which is not stopped for it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from typing import Any

from concur_workloads.observer.python_frames.frame_look import Frame, FrameLook

_NAME = "py-spy"
_LIMIT_S = 10.0

#: The thread goes on, so that what is read may make no sense; the next reading mostly does.
_TRIES = 3
_REFUSED = "ermission"


class _NoAnswerError(Exception):
    """It told no frames; the text says why."""


def why_no_frames() -> str:
    """Why frames cannot be asked for here, and what helps; empty if they can."""
    if _program() is None:
        return f"{_NAME} is not installed; pip install 'concur-tui[frames]' installs it"
    return ""


def not_looked_yet() -> FrameLook:
    """What is known of frames before they were asked for."""
    return FrameLook(time.monotonic_ns(), missing=why_no_frames() or f"{_NAME} was not asked yet")


def look_at_frames(pid: int, tid: int) -> FrameLook:
    """The frames of a thread of Python now; takes a tenth of a second, at worst ten.

    Its process spends nothing on it, py-spy reads its memory.
    """
    reason = why_no_frames()
    if reason:
        return FrameLook(time.monotonic_ns(), missing=reason)
    try:
        threads = _dump(pid)
    except _NoAnswerError as error:
        return FrameLook(time.monotonic_ns(), missing=str(error))
    at_ns = time.monotonic_ns()
    for each in threads:
        if each["os_thread_id"] == tid:
            frames = tuple(
                Frame(frame["name"], frame["filename"], frame["line"]) for frame in each["frames"]
            )
            missing = "" if frames else "it is in no function of Python"
            return FrameLook(at_ns, frames, each["thread_name"] or "", missing)
    return FrameLook(at_ns, missing=f"the Python of process {pid} does not know this thread")


def _dump(pid: int) -> list[dict[str, Any]]:
    """All threads of a process as py-spy tells them; raises _NoAnswerError."""
    program = _program()
    assert program is not None
    command = [program, "dump", "--nonblocking", "--json", "--pid", str(pid)]
    for _ in range(_TRIES):
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=_LIMIT_S / _TRIES,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _NoAnswerError(f"{_NAME} gave no answer: {error}") from error
        if not done.returncode:
            found: list[dict[str, Any]] = json.loads(done.stdout)
            return found
        if _REFUSED in done.stderr:
            raise _NoAnswerError(
                f"we are not permitted to read the memory of process {pid}; it takes the rights of "
                "a debugger: those of root, or kernel.yama.ptrace_scope=0"
            )
    said = done.stderr.partition("\n")[0].removeprefix("Error: ").rstrip(".")
    raise _NoAnswerError(f"{_NAME} says: {said}")


def _program() -> str | None:
    """Beside our own Python, as in a virtual environment that is not active, or on PATH."""
    own = os.path.dirname(sys.executable)
    return shutil.which(_NAME, path=os.pathsep.join([own, os.environ.get("PATH", "")]))

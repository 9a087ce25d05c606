"""`concur-tui` run as a program of its own, with streams that are no terminal."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from support.processes import MARKER_VARIABLE, assert_no_process_left, processes_of

PROGRAM = (sys.executable, "-m", "concur_tui")
_LIMIT_S = 60


def concur_tui(
    *arguments: str,
    env: Mapping[str, str] | None = None,
    limit_s: float = _LIMIT_S,
    cwd: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run it to its end, with nothing on standard input."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=limit_s,
        check=False,
        env={**os.environ, **(env or {})},
        cwd=cwd,
    )


def in_shell(command: str) -> subprocess.CompletedProcess[str]:
    """Run a shell's command line in which `"$@"` is the program, as bash does it with pipefail."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command, "bash", *PROGRAM],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_LIMIT_S,
        check=False,
    )


@contextmanager
def started(*command: str, leaves_within_s: float = 3.0) -> Iterator[subprocess.Popen[str]]:
    """Start a command; after the block it is killed if need be, and none of its family may live."""
    family = uuid.uuid4().hex
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, MARKER_VARIABLE: family},
    ) as process:
        try:
            yield process
        finally:
            process.kill()
    assert_no_process_left(partial(processes_of, family), leaves_within_s)


def wait_for_line(process: subprocess.Popen[str], text: str) -> None:
    """Read standard error up to a line with `text`; raises AssertionError if it never comes."""
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        seen.append(line)
        if text in line:
            return
    raise AssertionError(f"{text!r} is not in:\n{''.join(seen)}")

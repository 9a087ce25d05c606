"""Streams whose reader has gone do not spoil the end of a program."""

import os
import subprocess
import sys

_WRITE_TO_A_CLOSED_PIPE = """
import os, sys
from concur_tui.terminal.streams import flush_or_forget
reading, writing = os.pipe()
os.dup2(writing, 1)
os.close(writing)
os.close(reading)
sys.stdout.write("nobody reads this")
FLUSH
sys.exit(7)
"""


def _exit_code(flush: str) -> int:
    script = _WRITE_TO_A_CLOSED_PIPE.replace("FLUSH", flush)
    buffered = {**os.environ, "PYTHONUNBUFFERED": ""}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, env=buffered, check=False, capture_output=True).returncode


def test_the_exit_code_is_kept() -> None:
    assert _exit_code("") == 120
    assert _exit_code("flush_or_forget(sys.__stdout__)") == 7


def test_a_stream_that_is_not_there_is_no_error() -> None:
    assert _exit_code("flush_or_forget(None); flush_or_forget(sys.__stdout__)") == 7

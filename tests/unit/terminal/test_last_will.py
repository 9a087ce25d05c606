"""A signal or a lost terminal ends everything, in bounded time, once."""

import os
import pty
import signal
import subprocess
import sys
import threading
import time

import pytest

from concur_tui.terminal.last_will import HARD_LIMIT_S, LastWill, terminal_is_gone

_DEAF = """
import os, threading
from concur_tui.terminal.last_will import LastWill
LastWill(lambda: os.write(1, b"killed\\n"), lambda code: None).install()
print("ready", flush=True)
threading.Event().wait()
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_program_that_cannot_leave_is_ended_hard(name: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _DEAF], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        started_s = time.monotonic()
        process.send_signal(getattr(signal, name))
        assert process.stdout.readline() == "killed\n"
        code = process.wait(HARD_LIMIT_S + 10)
    assert code == 128 + getattr(signal, name)
    assert time.monotonic() - started_s >= HARD_LIMIT_S - 0.1


def test_the_will_is_executed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[object] = []
    monkeypatch.setattr(threading, "Timer", lambda *_: threading.Thread(target=bool))
    will = LastWill(lambda: said.append("kill"), said.append)
    will.execute(143)
    will.execute(129)
    assert said == ["kill", 143]


def test_a_terminal_that_hung_up_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs) as terminal:
        monkeypatch.setattr(sys, "__stdin__", terminal)
        assert not terminal_is_gone()
        os.close(ours)
        assert terminal_is_gone()

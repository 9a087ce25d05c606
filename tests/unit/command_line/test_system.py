"""A system that the engine cannot run on is told so, before anything of the engine is imported."""

import subprocess
import sys
from pathlib import Path

import pytest

from concur_tui.command_line import system
from concur_tui.command_line.system import what_the_system_lacks

_ON_ANOTHER_SYSTEM = """
import os, sys
del os.fork
sys.platform = "win32"
for name in ("fcntl", "resource", "termios"):
    sys.modules[name] = None
from concur_tui.cli import main
sys.exit(main(["list"]))
"""


def test_this_system_lacks_nothing() -> None:
    assert what_the_system_lacks() is None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do without /proc")
def test_a_linux_without_proc_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_PROC", Path("/no/such/folder"))
    assert what_the_system_lacks() == (
        "There is no /no/such/folder, which on Linux the engine needs: have /proc mounted."
    )


def test_without_fork_one_sentence_says_what_is_needed() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _ON_ANOTHER_SYSTEM], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("concur-tui: This system (win32) has no fork")
    assert ran.stderr.count("\n") == 1

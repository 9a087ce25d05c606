"""A program that is killed while a function of one's own is looked at leaves nothing of it."""

import sys
import time
from pathlib import Path

import pytest

from support.command_line import PROGRAM, started

_LIMIT_S = 30.0

_HANGS_WITH_A_CHILD = """
import os
import subprocess
import sys
import time
from pathlib import Path

subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
Path(__file__).with_suffix(".began").touch()
time.sleep(60)
"""


@pytest.mark.faults
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells of such an end")
def test_what_an_import_has_started_ends_with_the_program(tmp_path: Path) -> None:
    path = tmp_path / "hanging.py"
    path.write_text(_HANGS_WITH_A_CHILD)
    with started(*PROGRAM, "run", f"{path}:f"):
        limit = time.monotonic() + _LIMIT_S
        while not path.with_suffix(".began").exists():
            assert time.monotonic() < limit
            time.sleep(0.01)

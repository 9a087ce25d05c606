"""What a thread is at by a single look at it."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from concur_workloads.observer.control_block.control_block_reader import why_no_control_blocks
from concur_workloads.observer.waiting.thread_probe import ThreadProbe
from concur_workloads.results.activity import Activity

pytestmark = pytest.mark.skipif(bool(why_no_control_blocks()), reason="it is read from /proc")

_LIMIT_S = 20.0


def test_the_first_look_finds_one_that_has_stopped_itself() -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)"
    with subprocess.Popen([sys.executable, "-c", code]) as child:
        try:
            limit_s = time.monotonic() + _LIMIT_S
            while b") T" not in Path(f"/proc/{child.pid}/stat").read_bytes():
                assert time.monotonic() < limit_s
            probe = ThreadProbe(child.pid, child.pid)
            assert probe.meaning(probe.read()) is Activity.STOPPED
            probe.close()
        finally:
            child.kill()

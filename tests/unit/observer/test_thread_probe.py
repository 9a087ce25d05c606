"""What a thread is at by a single look at it."""

import os
import subprocess
import sys
import threading
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


def test_a_descriptor_may_lead_elsewhere_at_the_next_look() -> None:
    ours, theirs = os.pipe()
    reader = threading.Thread(target=os.read, args=(ours, 1))
    reader.start()
    try:
        assert reader.native_id is not None
        probe = ThreadProbe(os.getpid(), reader.native_id)
        limit_s = time.monotonic() + _LIMIT_S
        while probe.meaning(probe.read()) is not Activity.PIPE:
            assert time.monotonic() < limit_s
        with Path(__file__).open("rb") as file:
            os.dup2(file.fileno(), ours)
        assert probe.meaning(probe.read()) is Activity.DISK
        probe.close()
    finally:
        os.write(theirs, b"x")
        reader.join()
        os.close(ours)
        os.close(theirs)

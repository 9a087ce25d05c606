"""Whether a process is stopped, as the kernel says."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from concur_workloads.stopped import is_stopped

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="seen in /proc")


def test_a_process_is_stopped_until_it_is_continued(tmp_path: Path) -> None:
    # Its name looks like the state of another.
    program = tmp_path / "a) T ("
    program.symlink_to("/bin/cat")
    with subprocess.Popen([str(program)], stdin=subprocess.PIPE) as process:
        assert not is_stopped(process.pid)
        process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
        assert is_stopped(process.pid)
        process.send_signal(signal.SIGCONT)
        os.waitid(os.P_PID, process.pid, os.WCONTINUED)
        assert not is_stopped(process.pid)
        process.communicate()
    assert not is_stopped(process.pid)

"""The peak is the most that was seen, of real processes and of any that cannot be read."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from concur_workloads.observer.peak_memory import PeakMemory

_HOLD = """
import sys
for line in sys.stdin:
    held = b"x" * (int(line) << 20)
    print("held", flush=True)
"""


class _Holder:
    """A process that holds as many MiB as it is told to."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-S", "-c", _HOLD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self.process.pid

    def hold(self, mebibytes: int) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(mebibytes, file=self.process.stdin, flush=True)
        assert self.process.stdout.readline() == "held\n"


@pytest.fixture
def holder() -> Iterator[_Holder]:
    made = _Holder()
    yield made
    made.process.communicate()


def test_what_was_given_back_still_counts(holder: _Holder) -> None:
    # Where a look takes long, the next ones are left out; by this clock none takes any time.
    peak = PeakMemory(clock_s=lambda: 0.0)
    holder.hold(1)
    peak.look(holder.pid)
    small = peak.most_bytes
    holder.hold(60)
    peak.look(holder.pid)
    holder.hold(1)
    peak.look(holder.pid)
    assert small is not None
    assert peak.most_bytes is not None
    assert peak.most_bytes - small > 50 << 20
    assert peak.origin == "PSS"


def test_children_count(holder: _Holder) -> None:
    peak = PeakMemory()
    holder.hold(60)
    peak.look(os.getpid())
    assert peak.most_bytes is not None
    assert peak.most_bytes > 60 << 20


def test_rss_counts_where_pss_cannot_be_read(holder: _Holder, tmp_path: Path) -> None:
    (tmp_path / str(holder.pid)).mkdir()
    peak = PeakMemory(proc=tmp_path)
    holder.hold(1)
    peak.look(holder.pid)
    assert peak.origin == "RSS"


def test_of_a_process_that_has_ended_nothing_is_known(holder: _Holder) -> None:
    holder.process.communicate()
    peak = PeakMemory()
    peak.look(holder.pid)
    assert (peak.most_bytes, peak.origin) == (None, None)

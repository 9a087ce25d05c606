"""The times of CPUs and the count of forks, and what is left where there is no such file."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from concur_workloads.observer.cpu_times import CpuTimes
from concur_workloads.observer.machine_stat import MachineStat, MachineStatReader

_STAT = """\
cpu  70 0 0 900 0 0 0 30 0 0
cpu0 10 20 30 400 50 1 2 7 5 3
cpu10 30 0 0 200 0 0 0 11 0 0
intr 5 5
ctxt 12345
btime 1780000000
processes {forks}
procs_running 3
"""


def test_times_are_added_up_by_kind_and_those_of_guests_count_once(tmp_path: Path) -> None:
    (tmp_path / "stat").write_text(_STAT.format(forks=6789))
    reader = MachineStatReader(tmp_path)
    first = CpuTimes(user=30, system=33, idle=450, steal=7)
    assert reader.read() == MachineStat([first, CpuTimes(30, 0, 200, 11)], 6789)
    reader.close()
    reader.close()


def test_a_count_that_is_not_told_is_none(tmp_path: Path) -> None:
    (tmp_path / "stat").write_text(_STAT.format(forks=0))
    reader = MachineStatReader(tmp_path)
    assert reader.read().forks is None
    (tmp_path / "stat").write_text(_STAT.partition("ctxt")[0])
    assert reader.read().forks is None
    reader.close()


def test_without_the_file_there_are_still_the_cpus(tmp_path: Path) -> None:
    stat = MachineStatReader(tmp_path).read()
    assert len(stat.cpus) == psutil.cpu_count()
    assert stat.forks is None


def test_this_machine_has_as_many_cpus_as_psutil_says() -> None:
    reader = MachineStatReader()
    assert len(reader.read().cpus) == psutil.cpu_count()
    reader.close()


@pytest.mark.skipif(sys.platform != "linux", reason="it is read from /proc")
def test_a_process_that_is_made_counts_as_a_fork() -> None:
    reader = MachineStatReader()
    before = reader.read().forks
    subprocess.run([sys.executable, "-c", ""], check=True)
    after = reader.read().forks
    assert before is not None
    assert after is not None
    assert after > before
    reader.close()

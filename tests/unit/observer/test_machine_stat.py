"""The times of CPUs and the count of forks, and what is left where there is no such file."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

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
    for cut in ("ctxt", "89\n"):
        (tmp_path / "stat").write_text(_STAT.format(forks=6789).partition(cut)[0])
        assert reader.read().forks is None
    reader.close()


class _AsOfMacOS(NamedTuple):
    user: float
    nice: float
    system: float
    idle: float


class _AsOfLinux(NamedTuple):
    user: float
    nice: float
    system: float
    idle: float
    iowait: float
    irq: float
    softirq: float
    steal: float
    guest: float
    guest_nice: float


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (_AsOfMacOS(1.0, 2.0, 4.0, 8.0), CpuTimes(3.0, 4.0, 8.0, None)),
        (_AsOfLinux(10, 20, 30, 400, 50, 1, 2, 7, 5, 3), CpuTimes(30, 33, 450, 7)),
    ],
)
def test_without_the_file_psutil_tells_the_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: NamedTuple, found: CpuTimes
) -> None:
    monkeypatch.setattr(psutil, "cpu_times", lambda percpu: [told] * 2)
    assert MachineStatReader(tmp_path).read() == MachineStat([found] * 2, None)


def test_where_nobody_tells_there_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(psutil, "cpu_times", refuse)
    assert MachineStatReader(tmp_path).read() == MachineStat([], None)


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

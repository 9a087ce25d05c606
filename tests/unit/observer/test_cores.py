"""What each CPU did between two looks, and how fast it was clocked where that is told."""

from pathlib import Path

import pytest

from concur_workloads.observer.cores import CoreMeter, CoreUse
from concur_workloads.observer.cpu_times import CpuTimes

_ZERO = CpuTimes(user=0.0, system=0.0, idle=0.0, steal=0.0)


class _Machine:
    """CPUs whose clocks a test moves."""

    def __init__(self, folder: Path) -> None:
        self.now_s = 100.0
        self.folder = folder

    def meter(self) -> CoreMeter:
        return CoreMeter(lambda: self.now_s, self.folder)

    def clock(self, core: int, kilohertz: str) -> None:
        file = self.folder / f"cpu{core}" / "cpufreq" / "scaling_cur_freq"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(kilohertz)


@pytest.fixture
def machine(tmp_path: Path) -> _Machine:
    return _Machine(tmp_path)


def test_user_system_and_steal_are_told_apart(machine: _Machine) -> None:
    meter = machine.meter()
    assert meter.measure([_ZERO]) == ()
    found = meter.measure([CpuTimes(user=5.0, system=2.0, idle=2.0, steal=1.0)])
    assert found == (CoreUse(user=50.0, system=20.0, steal=10.0),)


def test_steal_that_the_system_does_not_tell_is_none(machine: _Machine) -> None:
    meter = machine.meter()
    meter.measure([_ZERO._replace(steal=None)])
    found = meter.measure([CpuTimes(user=1.0, system=0.0, idle=3.0, steal=None)])
    assert found == (CoreUse(user=25.0, system=0.0, steal=None),)


def test_counters_that_run_back_never_leave_the_scale(machine: _Machine) -> None:
    meter = machine.meter()
    meter.measure([_ZERO._replace(idle=10.0)])
    (use,) = meter.measure([_ZERO._replace(idle=8.0, user=2.0)])
    assert use.busy == 100.0


def test_no_time_passed_is_no_use(machine: _Machine) -> None:
    meter = machine.meter()
    meter.measure([_ZERO] * 2)
    assert [each.busy for each in meter.measure([_ZERO] * 2)] == [0.0, 0.0]


def test_a_cpu_that_comes_on_makes_a_new_first_look(machine: _Machine) -> None:
    meter = machine.meter()
    meter.measure([_ZERO])
    assert meter.measure([_ZERO] * 2) == ()
    assert len(meter.measure([_ZERO] * 2)) == 2


def test_clocks_are_read_in_the_order_of_the_cpus_and_once_a_second(machine: _Machine) -> None:
    times = [_ZERO] * 11
    for core in range(11):
        machine.clock(core, f"{1_000_000 + core}\n")
    meter = machine.meter()
    assert meter.tells_frequency
    meter.measure(times)
    machine.clock(10, "2000000\n")
    machine.now_s += 0.9
    assert [each.megahertz for each in meter.measure(times)][8:] == [1000.008, 1000.009, 1000.01]
    machine.now_s += 0.2
    assert meter.measure(times)[10].megahertz == 2000.0
    meter.close()
    meter.close()


@pytest.mark.parametrize("clocks", [{}, {0: "1000000\n"}, {0: "<unknown>\n", 1: "<unknown>\n"}])
def test_clocks_that_are_not_told_for_all_are_none(
    machine: _Machine, clocks: dict[int, str]
) -> None:
    for core, kilohertz in clocks.items():
        machine.clock(core, kilohertz)
    meter = machine.meter()
    meter.measure([_ZERO] * 2)
    assert [each.megahertz for each in meter.measure([_ZERO] * 2)] == [None, None]
    meter.close()

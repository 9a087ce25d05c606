"""What each CPU did between two looks, and how fast it was clocked where that is told."""

from pathlib import Path

import psutil
import pytest

from concur_workloads.observer.cores import CoreMeter, CoreUse

_ZERO = {
    "user": 0.0,
    "nice": 0.0,
    "system": 0.0,
    "idle": 0.0,
    "iowait": 0.0,
    "irq": 0.0,
    "softirq": 0.0,
    "steal": 0.0,
    "guest": 0.0,
    "guest_nice": 0.0,
}


class _Machine:
    """CPUs whose counters and clocks a test moves."""

    def __init__(self, folder: Path, cores: int) -> None:
        self.now_s = 100.0
        self.times = [dict(_ZERO) for _ in range(cores)]
        self.folder = folder

    def meter(self) -> CoreMeter:
        return CoreMeter(
            lambda: self.now_s, lambda: [dict(each) for each in self.times], self.folder
        )

    def clock(self, core: int, kilohertz: str) -> None:
        file = self.folder / f"cpu{core}" / "cpufreq" / "scaling_cur_freq"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(kilohertz)


def test_user_system_and_steal_are_told_apart(tmp_path: Path) -> None:
    machine = _Machine(tmp_path, 1)
    meter = machine.meter()
    assert meter.measure() == ()
    # A guest's time is in that of the user as well.
    spent = {"user": 4.0, "guest": 3.0, "nice": 1.0, "system": 1.0, "irq": 0.5, "softirq": 0.5}
    machine.times[0].update(spent, steal=1.0, idle=1.5, iowait=0.5)
    assert meter.measure() == (CoreUse(user=50.0, system=20.0, steal=10.0),)


def test_steal_that_the_system_does_not_tell_is_none(tmp_path: Path) -> None:
    machine = _Machine(tmp_path, 1)
    machine.times = [{"user": 0.0, "nice": 0.0, "system": 0.0, "idle": 0.0}]
    meter = machine.meter()
    meter.measure()
    machine.times[0].update(user=1.0, idle=3.0)
    assert meter.measure() == (CoreUse(user=25.0, system=0.0, steal=None),)


def test_counters_that_run_back_never_leave_the_scale(tmp_path: Path) -> None:
    machine = _Machine(tmp_path, 1)
    machine.times[0].update(idle=5.0, iowait=5.0)
    meter = machine.meter()
    meter.measure()
    machine.times[0].update(idle=4.0, iowait=4.0, user=2.0)
    (use,) = meter.measure()
    assert use.busy == 100.0


def test_no_time_passed_is_no_use(tmp_path: Path) -> None:
    machine = _Machine(tmp_path, 2)
    meter = machine.meter()
    meter.measure()
    assert [each.busy for each in meter.measure()] == [0.0, 0.0]


def test_a_cpu_that_comes_on_makes_a_new_first_look(tmp_path: Path) -> None:
    machine = _Machine(tmp_path, 1)
    meter = machine.meter()
    meter.measure()
    machine.times.append(dict(_ZERO))
    assert meter.measure() == ()
    assert len(meter.measure()) == 2


def test_clocks_are_read_in_the_order_of_the_cpus_and_once_a_second(tmp_path: Path) -> None:
    machine = _Machine(tmp_path, 11)
    for core in range(11):
        machine.clock(core, f"{1_000_000 + core}\n")
    meter = machine.meter()
    assert meter.tells_frequency
    meter.measure()
    machine.clock(10, "2000000\n")
    machine.now_s += 0.9
    assert [each.megahertz for each in meter.measure()][8:] == [1000.008, 1000.009, 1000.01]
    machine.now_s += 0.2
    assert meter.measure()[10].megahertz == 2000.0
    meter.close()
    meter.close()


@pytest.mark.parametrize("clocks", [{}, {0: "1000000\n"}, {0: "<unknown>\n", 1: "<unknown>\n"}])
def test_clocks_that_are_not_told_for_all_are_none(tmp_path: Path, clocks: dict[int, str]) -> None:
    machine = _Machine(tmp_path, 2)
    for core, kilohertz in clocks.items():
        machine.clock(core, kilohertz)
    meter = machine.meter()
    meter.measure()
    assert [each.megahertz for each in meter.measure()] == [None, None]
    meter.close()


def test_this_machine_has_as_many_as_psutil_says() -> None:
    meter = CoreMeter()
    meter.measure()
    assert len(meter.measure()) == psutil.cpu_count()
    meter.close()

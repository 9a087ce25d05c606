"""The counters of the machine: of the CPUs that are ours alone, swapping of all."""

import os
from pathlib import Path

from concur_workloads.observer.cpu_frequency import highest_mhz, limits_mhz
from concur_workloads.observer.machine_counters import MachineCounters, read_counters

_STAT = """\
cpu  70 0 0 900 0 0 0 30 0 0
cpu0 10 20 30 400 50 1 2 7 5 0
cpu1 30 0 0 200 0 0 0 11 0 0
cpu2 20 0 0 300 0 0 0 12 0 0
intr 5 5
"""


def test_busy_and_stolen_time_of_our_cpus_alone(tmp_path: Path) -> None:
    (tmp_path / "stat").write_text(_STAT)
    (tmp_path / "vmstat").write_text("pgpgin 9\npswpin 3\npswpout 5\n")
    ticks_per_s, page_bytes = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
    assert read_counters([0, 2], tmp_path) == MachineCounters(
        (63 + 20) / ticks_per_s,
        19 / ticks_per_s,
        3 * page_bytes,
        5 * page_bytes,
    )


def test_where_there_is_no_such_file_stealing_and_swapping_are_not_known(tmp_path: Path) -> None:
    counters = read_counters([0], tmp_path)
    assert counters.busy_s > 0
    assert (counters.stolen_s, counters.swapped_in_bytes) == (None, None)


def test_the_clock_of_the_fastest_of_our_cpus_counts(tmp_path: Path) -> None:
    for cpu, khz in enumerate((3_600_000, 800_000, 4_700_000)):
        folder = tmp_path / f"cpu{cpu}" / "cpufreq"
        folder.mkdir(parents=True)
        (folder / "scaling_cur_freq").write_text(f"{khz}\n")
        (folder / "cpuinfo_min_freq").write_text("800000\n")
        (folder / "cpuinfo_max_freq").write_text("4900000\n")
    assert highest_mhz([0, 1], tmp_path) == 3600.0
    assert limits_mhz([0, 1], tmp_path) == (800.0, 4900.0)


def test_a_virtual_machine_tells_no_clock(tmp_path: Path) -> None:
    assert highest_mhz([0], tmp_path) is None
    assert limits_mhz([0], tmp_path) is None

"""What a quota withheld since the meter was made, in both versions of control groups."""

from pathlib import Path

import pytest

from concur_workloads.observer.throttling import ThrottleMeter, Throttling

_V2 = "usage_usec 9\nnr_periods 50\nnr_throttled {}\nthrottled_usec {}\nnr_bursts 0\n"
_V1 = "nr_periods 50\nnr_throttled {}\nthrottled_time {}\nnr_bursts 0\n"


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)


def _meter(tmp_path: Path, membership: str, files: dict[str, str]) -> ThrottleMeter:
    _write(tmp_path, {"proc/self/cgroup": membership})
    _write(tmp_path / "cgroup", files)
    return ThrottleMeter(tmp_path / "proc", tmp_path / "cgroup")


def test_version_2_counts_microseconds(tmp_path: Path) -> None:
    files = {"app/cpu.max": "150000 100000\n", "app/cpu.stat": _V2.format(7, 1_000_000)}
    meter = _meter(tmp_path, "0::/app\n", files)
    assert meter.so_far() == Throttling(0, 0, 0.0)
    _write(tmp_path / "cgroup", {"app/cpu.stat": _V2.format(10, 3_500_000)})
    assert meter.so_far() == Throttling(0, 3, 2.5)
    meter.close()


def test_version_1_counts_nanoseconds(tmp_path: Path) -> None:
    quota = {"cpu/job/cpu.cfs_quota_us": "50000\n", "cpu/job/cpu.cfs_period_us": "100000\n"}
    files = {**quota, "cpu/job/cpu.stat": _V1.format(0, 0)}
    meter = _meter(tmp_path, "4:cpu:/job\n", files)
    _write(tmp_path / "cgroup", {"cpu/job/cpu.stat": _V1.format(2, 1_500_000_000)})
    assert meter.so_far() == Throttling(0, 2, 1.5)
    meter.close()


def test_every_group_with_a_quota_counts(tmp_path: Path) -> None:
    files = {
        "a/cpu.max": "300000 100000\n",
        "a/cpu.stat": _V2.format(0, 0),
        "a/b/cpu.max": "100000 100000\n",
        "a/b/cpu.stat": _V2.format(0, 0),
    }
    meter = _meter(tmp_path, "0::/a/b\n", files)
    changed = {"a/cpu.stat": _V2.format(1, 1_000_000), "a/b/cpu.stat": _V2.format(2, 500_000)}
    _write(tmp_path / "cgroup", changed)
    assert meter.so_far() == Throttling(0, 3, 1.5)
    meter.close()


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"app/cpu.max": "max 100000\n", "app/cpu.stat": _V2.format(1, 1)},
        {"app/cpu.max": "50000 100000\n"},
        {"app/cpu.max": "50000 100000\n", "app/cpu.stat": "usage_usec 5\n"},
    ],
)
def test_without_a_quota_that_is_counted_there_is_none(
    tmp_path: Path, files: dict[str, str]
) -> None:
    meter = _meter(tmp_path, "0::/app\n", files)
    assert meter.so_far() is None
    meter.close()

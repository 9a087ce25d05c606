"""Usable CPUs: the smallest of what the machine, the affinity and the control groups allow."""

import os
from pathlib import Path

import pytest

from concur_workloads.observer.cpus import UsableCpus, usable_cpus


@pytest.fixture
def _eight_cpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(8)), raising=False)


def _usable(tmp_path: Path, membership: str, files: dict[str, str]) -> UsableCpus:
    proc, cgroups = tmp_path / "proc", tmp_path / "cgroup"
    (proc / "self").mkdir(parents=True)
    (proc / "self" / "cgroup").write_text(membership)
    for name, content in files.items():
        (cgroups / name).parent.mkdir(parents=True, exist_ok=True)
        (cgroups / name).write_text(content)
    return usable_cpus(proc, cgroups)


@pytest.mark.usefixtures("_eight_cpus")
class TestQuota:
    """Quotas of both versions of control groups."""

    def test_no_control_group_leaves_the_count(self, tmp_path: Path) -> None:
        assert usable_cpus(tmp_path, tmp_path) == UsableCpus(8, "CPU count")

    @pytest.mark.parametrize(
        ("line", "count"),
        [("200000 100000", 2), ("150000 100000", 2), ("10000 100000", 1), ("3200000 100000", 8)],
    )
    def test_version_2_is_rounded_up(self, tmp_path: Path, line: str, count: int) -> None:
        usable = _usable(tmp_path, "0::/app\n", {"app/cpu.max": line})
        assert usable.count == count

    def test_a_quota_is_named_as_it_is_also_where_another_limit_decides(
        self, tmp_path: Path
    ) -> None:
        usable = _usable(tmp_path, "0::/app\n", {"app/cpu.max": "750000 100000\n"})
        assert usable == UsableCpus(8, "CPU count", 7.5)

    def test_version_2_without_a_limit(self, tmp_path: Path) -> None:
        usable = _usable(tmp_path, "0::/app\n", {"app/cpu.max": "max 100000\n"})
        assert usable == UsableCpus(8, "CPU count")

    def test_the_tightest_group_above_counts(self, tmp_path: Path) -> None:
        files = {"a/cpu.max": "300000 100000\n", "a/b/cpu.max": "max 100000\n"}
        assert _usable(tmp_path, "0::/a/b\n", files) == UsableCpus(3, "cgroup quota", 3.0)

    def test_a_container_sees_its_group_as_the_root(self, tmp_path: Path) -> None:
        usable = _usable(tmp_path, "0::/docker/4711\n", {"cpu.max": "400000 100000\n"})
        assert usable == UsableCpus(4, "cgroup quota", 4.0)

    @pytest.mark.parametrize("controllers", ["cpu", "cpu,cpuacct"])
    @pytest.mark.parametrize("mount", ["cpu", "cpu,cpuacct"])
    def test_version_1(self, tmp_path: Path, controllers: str, mount: str) -> None:
        if controllers == "cpu" and mount != "cpu":
            mount = "cpu"
        files = {
            f"{mount}/job/cpu.cfs_quota_us": "500000\n",
            f"{mount}/job/cpu.cfs_period_us": "100000\n",
        }
        membership = f"5:memory:/job\n4:{controllers}:/job\n0::/\n"
        assert _usable(tmp_path, membership, files) == UsableCpus(5, "cgroup quota", 5.0)

    def test_version_1_without_a_limit(self, tmp_path: Path) -> None:
        files = {"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}
        assert _usable(tmp_path, "4:cpu:/\n", files) == UsableCpus(8, "CPU count")


def test_affinity_decides_where_it_is_smaller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {1, 5}, raising=False)
    assert usable_cpus(tmp_path, tmp_path) == UsableCpus(2, "CPU affinity")


def test_this_machine_has_at_least_one() -> None:
    assert 1 <= usable_cpus().count <= (os.cpu_count() or 1)

"""Context switches and bytes a second, from counters of processes and threads that come and go."""

import os
import sys
from pathlib import Path

import pytest

from concur_workloads.observer.system import SystemObserver
from concur_workloads.observer.tree_rates import SwitchRates, TransferRates, TreeRateMeter


class _Proc:
    """A /proc of processes that a test moves, and a clock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now_s = 100.0
        self.meter = TreeRateMeter(lambda: self.now_s, folder)

    def process(self, pid: int, switches: tuple[int, int], io: tuple[int, int, int, int]) -> None:
        self.threads(pid, {pid: switches})
        names = ("rchar", "wchar", "syscr", "syscw", "read_bytes", "write_bytes")
        values = (io[0], io[1], 1, 1, io[2], io[3])
        lines = [f"{name}: {value}\n" for name, value in zip(names, values, strict=True)]
        (self.folder / str(pid) / "io").write_text("".join(lines))

    def threads(self, pid: int, threads: dict[int, tuple[int, int]]) -> None:
        for thread, (voluntary, involuntary) in threads.items():
            status = (
                f"Name:\tpython\nThreads:\t{len(threads)}\nvoluntary_ctxt_switches:\t{voluntary}\n"
                f"nonvoluntary_ctxt_switches:\t{involuntary}\n"
            )
            folder = self.folder / str(pid) / "task" / str(thread)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "status").write_text(status)
            if thread == pid:
                (self.folder / str(pid) / "status").write_text(status)


def test_rates_take_two_looks(tmp_path: Path) -> None:
    proc = _Proc(tmp_path)
    proc.process(1, (10, 5), (1000, 500, 40, 20))
    first = proc.meter.measure({1: [1]})
    assert (first.switches, first.transfers, dict(first.missing)) == (None, None, {})
    proc.now_s += 2
    proc.process(1, (30, 6), (5000, 700, 60, 20))
    second = proc.meter.measure({1: [1]})
    assert second.switches == SwitchRates(10.0, 0.5)
    assert second.transfers == TransferRates(2000.0, 100.0, 10.0, 0.0)


def test_they_are_read_once_a_second_and_kept_between(tmp_path: Path) -> None:
    proc = _Proc(tmp_path)
    proc.process(1, (0, 0), (0, 0, 0, 0))
    proc.meter.measure({1: [1]})
    proc.now_s += 1
    proc.process(1, (50, 0), (0, 0, 0, 0))
    rates = proc.meter.measure({1: [1]})
    assert proc.meter.age_s == 0.0
    proc.now_s += 0.5
    assert proc.meter.age_s == 0.5
    proc.process(1, (90, 0), (0, 0, 0, 0))
    assert proc.meter.measure({1: [1]}) is rates


def test_every_thread_counts_and_its_end_takes_nothing_back(tmp_path: Path) -> None:
    proc = _Proc(tmp_path)
    proc.process(1, (0, 0), (0, 0, 0, 0))
    proc.threads(1, {1: (10, 0), 2: (500, 7)})
    proc.meter.measure({1: [1]})
    proc.now_s += 1
    (tmp_path / "1" / "task" / "2" / "status").unlink()
    (tmp_path / "1" / "task" / "2").rmdir()
    proc.threads(1, {1: (15, 0), 3: (20, 1)})
    assert proc.meter.measure({1: [1]}).switches == SwitchRates(25.0, 1.0)


def test_what_a_child_transferred_is_not_counted_again_when_it_is_reaped(tmp_path: Path) -> None:
    proc = _Proc(tmp_path)
    proc.process(1, (0, 0), (100, 0, 0, 0))
    proc.process(2, (0, 0), (9000, 0, 0, 0))
    proc.meter.measure({1: [1, 2]})
    proc.now_s += 1
    proc.process(1, (0, 0), (9150, 0, 0, 0))
    rates = proc.meter.measure({1: [1]})
    assert rates.transfers == TransferRates(50.0, 0.0, 0.0, 0.0)


def test_a_root_that_is_new_counts_from_the_next_look_on(tmp_path: Path) -> None:
    proc = _Proc(tmp_path)
    proc.process(1, (0, 0), (0, 0, 0, 0))
    proc.process(2, (7000, 0), (7000, 0, 0, 0))
    proc.meter.measure({1: [1]})
    proc.now_s += 1
    assert proc.meter.measure({1: [1], 2: [2]}).switches == SwitchRates(0.0, 0.0)
    proc.now_s += 1
    proc.process(2, (7005, 0), (7000, 0, 0, 0))
    assert proc.meter.measure({1: [1], 2: [2]}).switches == SwitchRates(5.0, 0.0)


def test_a_process_that_has_ended_is_no_error(tmp_path: Path) -> None:
    proc = _Proc(tmp_path)
    proc.process(1, (0, 0), (0, 0, 0, 0))
    proc.meter.measure({1: [1, 4711]})
    proc.now_s += 1
    assert proc.meter.measure({1: [1, 4711]}).switches == SwitchRates(0.0, 0.0)


def test_what_this_kernel_does_not_count_is_none_with_the_reason(tmp_path: Path) -> None:
    proc = _Proc(tmp_path)
    proc.process(1, (0, 0), (0, 0, 0, 0))
    (tmp_path / "1" / "io").unlink()
    proc.meter.measure({1: [1]})
    proc.now_s += 1
    rates = proc.meter.measure({1: [1]})
    assert rates.switches == SwitchRates(0.0, 0.0)
    assert rates.transfers is None
    assert rates.missing == {"transfers": "this kernel does not count it"}


def test_what_may_not_be_read_is_none_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proc = _Proc(tmp_path)
    proc.process(1, (0, 0), (0, 0, 0, 0))
    really_open = os.open

    def refuse_io(path: str, flags: int) -> int:
        if path.endswith("/io"):
            raise PermissionError(path)
        return really_open(path, flags)

    monkeypatch.setattr(os, "open", refuse_io)
    rates = proc.meter.measure({1: [1]})
    assert rates.missing == {"transfers": "the system does not let us read it"}


def test_without_proc_both_are_none_with_the_reason(tmp_path: Path) -> None:
    rates = TreeRateMeter(lambda: 1.0, tmp_path / "none").measure({1: [1]})
    assert (rates.switches, rates.transfers) == (None, None)
    assert rates.missing == {"switches": "only Linux tells it", "transfers": "only Linux tells it"}


def test_many_threads_are_read_less_often(tmp_path: Path) -> None:
    proc = _Proc(tmp_path)
    proc.process(1, (0, 0), (0, 0, 0, 0))
    looks: list[float] = []

    def slow_clock() -> float:
        """Each look takes 10 ms."""
        looks.append(proc.now_s)
        proc.now_s += 0.01
        return proc.now_s

    meter = TreeRateMeter(slow_clock, tmp_path)
    meter.measure({1: [1]})
    proc.now_s += 3
    meter.measure({1: [1]})
    assert len(looks) == 3
    proc.now_s += 7
    meter.measure({1: [1]})
    assert len(looks) == 5


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it")
def test_what_this_process_writes_is_seen(tmp_path: Path) -> None:
    clock = [0.0]
    observer = SystemObserver(lambda: clock[0])
    observer.sample([os.getpid()])
    clock[0] += 1.0
    (tmp_path / "file").write_bytes(b"x" * 5_000_000)
    sample = observer.sample([os.getpid()])
    observer.close()
    assert sample.transfers is not None
    assert 5_000_000 <= sample.transfers.written_per_s < 6_000_000
    assert sample.switches is not None

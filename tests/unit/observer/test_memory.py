"""PSS where it can be read, else RSS, and not too often."""

from pathlib import Path

from concur_workloads.observer.memory import MemoryMeter, MemoryParts, MemoryUse

_ROLLUP = """0000-ffff ---p 00000000 00:00 0  [rollup]
Rss:     9999 kB
Pss:     {} kB
Pss_Dirty: 1 kB
Shared_Clean: 70 kB
Private_Clean: 4 kB
Private_Dirty: 16 kB
Swap: 9 kB
{}"""
_SWAPPED = "SwapPss: 3 kB\n"


class _Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def _process(proc: Path, pid: int, pss_kib: int) -> None:
    (proc / str(pid)).mkdir(exist_ok=True)
    (proc / str(pid) / "smaps_rollup").write_text(_ROLLUP.format(pss_kib, _SWAPPED))


def _pss(meter: MemoryMeter, rss_bytes: dict[int, int]) -> int:
    use = meter.measure(rss_bytes)
    assert use.origin == "PSS"
    return use.held


def test_pss_is_added_up(tmp_path: Path) -> None:
    _process(tmp_path, 1, 100)
    _process(tmp_path, 2, 50)
    meter = MemoryMeter(_Clock(), tmp_path)
    assert _pss(meter, {1: 7, 2: 7}) == 150 * 1024


def test_its_parts_are_what_is_private_the_share_of_the_rest_and_swap(tmp_path: Path) -> None:
    _process(tmp_path, 1, 100)
    _process(tmp_path, 2, 50)
    parts = MemoryMeter(_Clock(), tmp_path).measure({1: 7, 2: 7}).parts
    assert parts == MemoryParts(40 * 1024, 110 * 1024, 6 * 1024)


def test_swap_is_counted_whole_where_the_kernel_does_not_share_it_out(tmp_path: Path) -> None:
    _process(tmp_path, 1, 100)
    (tmp_path / "1" / "smaps_rollup").write_text(_ROLLUP.format(100, ""))
    parts = MemoryMeter(_Clock(), tmp_path).measure({1: 7}).parts
    assert parts is not None
    assert parts.swapped == 9 * 1024


def test_what_was_kept_says_how_old_it_is(tmp_path: Path) -> None:
    _process(tmp_path, 1, 100)
    clock = _Clock()
    meter = MemoryMeter(clock, tmp_path)
    meter.measure({1: 7})
    assert meter.age_s == 0.0
    clock.now_s += 0.75
    meter.measure({1: 7})
    assert meter.age_s == 0.75
    clock.now_s += 0.25
    meter.measure({1: 7})
    assert meter.age_s == 0.0


def test_rss_is_as_young_as_the_sample(tmp_path: Path) -> None:
    clock = _Clock()
    meter = MemoryMeter(clock, tmp_path)
    (tmp_path / "1").mkdir()
    meter.measure({1: 7})
    clock.now_s += 0.5
    assert (meter.measure({1: 7}).origin, meter.age_s) == ("RSS", 0.0)


def test_it_is_read_once_a_second_and_kept_between(tmp_path: Path) -> None:
    clock = _Clock()
    meter = MemoryMeter(clock, tmp_path)
    _process(tmp_path, 1, 100)
    meter.measure({1: 7})
    _process(tmp_path, 1, 200)
    clock.now_s += 0.9
    assert _pss(meter, {1: 7}) == 100 * 1024
    clock.now_s += 0.2
    assert _pss(meter, {1: 7}) == 200 * 1024


def test_another_run_is_read_at_once(tmp_path: Path) -> None:
    meter = MemoryMeter(_Clock(), tmp_path)
    _process(tmp_path, 1, 100)
    _process(tmp_path, 2, 30)
    meter.measure({1: 7})
    meter.restart()
    assert _pss(meter, {2: 7}) == 30 * 1024


def test_a_process_that_has_ended_counts_as_nothing(tmp_path: Path) -> None:
    _process(tmp_path, 1, 100)
    assert _pss(MemoryMeter(_Clock(), tmp_path), {1: 7, 2: 7}) == 100 * 1024


def test_one_process_without_pss_makes_it_rss_for_all(tmp_path: Path) -> None:
    _process(tmp_path, 1, 100)
    (tmp_path / "2").mkdir()
    assert MemoryMeter(_Clock(), tmp_path).measure({1: 700, 2: 50}) == MemoryUse(750, "RSS", None)


def test_reading_pss_takes_a_bounded_share_of_a_cpu(tmp_path: Path) -> None:
    clock = _Clock()
    reads: list[float] = []

    def slow_clock() -> float:
        """Each reading takes half a second, as with very many processes."""
        reads.append(clock.now_s)
        clock.now_s += 0.25
        return clock.now_s

    _process(tmp_path, 1, 100)
    meter = MemoryMeter(slow_clock, tmp_path)
    meter.measure({1: 7})
    _process(tmp_path, 1, 200)
    clock.now_s += 3
    assert _pss(meter, {1: 7}) == 100 * 1024
    clock.now_s += 3
    assert _pss(meter, {1: 7}) == 200 * 1024

"""What concur-tui itself costs, measured over a second or more."""

from concur_tui.own_cost import CostMeter, OwnCost


class _Self:
    """A process whose counters a test moves."""

    def __init__(self) -> None:
        self.now_s = 10.0
        self.used_s = 3.0
        self.written = 5_000

    def meter(self) -> CostMeter:
        return CostMeter(
            lambda: self.written,
            clock_s=lambda: self.now_s,
            cpu_s=lambda: self.used_s,
            resident_bytes=lambda: 61_000_000,
        )

    def goes_on(self, seconds: float, *, used_s: float, written: int) -> None:
        self.now_s += seconds
        self.used_s += used_s
        self.written += written


def test_it_is_what_was_taken_since_the_last_figures() -> None:
    own = _Self()
    meter = own.meter()
    own.goes_on(2.0, used_s=0.25, written=8_000)
    assert meter.look() == OwnCost(12.5, 61_000_000, 4_000.0)
    own.goes_on(1.0, used_s=0.5, written=0)
    assert meter.look() == OwnCost(50.0, 61_000_000, 0.0)


def test_there_are_no_figures_of_less_than_a_second() -> None:
    own = _Self()
    meter = own.meter()
    own.goes_on(0.75, used_s=0.5, written=3_000)
    assert meter.look() is None
    own.goes_on(0.25, used_s=0.0, written=1_000)
    assert meter.look() == OwnCost(50.0, 61_000_000, 4_000.0)


def test_what_was_before_a_restart_does_not_count() -> None:
    own = _Self()
    meter = own.meter()
    own.goes_on(100.0, used_s=90.0, written=10_000)
    meter.restart()
    own.goes_on(1.0, used_s=0.25, written=500)
    assert meter.look() == OwnCost(25.0, 61_000_000, 500.0)


def test_memory_is_that_of_this_process() -> None:
    times = iter([0.0, 2.0])
    cost = CostMeter(lambda: 0, clock_s=lambda: next(times)).look()
    assert cost is not None
    assert cost.resident_bytes > 10_000_000

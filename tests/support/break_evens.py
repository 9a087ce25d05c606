"""A search for the break-even as it comes out of the engine."""

from concur_workloads.api import (
    NOISY_MACHINE,
    BreakEvenLine,
    BreakEvenPoint,
    BreakEvenResult,
    Ratio,
    Reason,
    Trust,
)
from support.run_results import ENVIRONMENT

NOISY = Trust(
    (Reason("serial passes", "serial passes took 1 s to 1.3 s", NOISY_MACHINE, serious=False),)
)
SIZES_S = (1e-5, 3.2e-5, 1e-4, 3.2e-4, 1e-3)


def _point(step: int, value: float) -> BreakEvenPoint:
    ratio = Ratio(value, value - 0.1, value + 0.1, 4)
    trust = NOISY if step == 0 else Trust(())
    return BreakEvenPoint(step, SIZES_S[step], 40, SIZES_S[step] * 1.1, ratio, trust)


def a_break_even() -> BreakEvenResult:
    """Threads never win, processes from 320 µs on, threads without the GIL at once."""
    return BreakEvenResult(
        status="failed",
        workers=2,
        pairs=4,
        sizes_s=SIZES_S,
        lines=(
            BreakEvenLine(
                "held", "threading.Thread", None, (_point(0, 0.4), _point(2, 0.9)), settled=True
            ),
            BreakEvenLine(
                "held",
                "multiprocessing.Process",
                "fork",
                (_point(0, 0.2), _point(2, 0.8), _point(3, 1.5), _point(4, 1.9)),
                settled=True,
            ),
            BreakEvenLine("held", "sub-interpreters", None, cause="Python 3.11 has none"),
            BreakEvenLine(
                "released",
                "threading.Thread",
                None,
                (_point(0, 1.3), _point(2, 1.8)),
                settled=True,
            ),
            BreakEvenLine("released", "multiprocessing.Pool", "fork", (_point(2, 1.8),)),
        ),
        environment=ENVIRONMENT,
        out_of_time=True,
        started_at_s=1_700_000_000.0,
        took_s=12.3,
        limit_s=40.0,
    )

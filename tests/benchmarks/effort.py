"""How long to measure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Effort:
    """Numbers of repetitions, and seconds of watching."""

    pairs: int
    no_ops: int
    millisecond_tasks: int
    passes: int
    starts: int
    keys: int
    watch_s: float
    loops: int


FULL = Effort(
    pairs=11,
    no_ops=5_000,
    millisecond_tasks=400,
    passes=3,
    starts=11,
    keys=200,
    watch_s=12.0,
    loops=200_000,
)
#: Enough to see that everything works, not to conclude anything.
QUICK = Effort(
    pairs=2,
    no_ops=200,
    millisecond_tasks=20,
    passes=1,
    starts=2,
    keys=6,
    watch_s=1.0,
    loops=2_000,
)

"""What looks at many workers take, and how often they come, as rows of the table."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.row import Row, Target, median_of
from concur_workloads.observer.waiting.pace import LOOKS_A_SECOND

_LIMIT_PERCENT = 5.0
#: A twentieth more than planned.
_PERIOD_LIMIT_MS = 1_050 / LOOKS_A_SECOND


class Looks(NamedTuple):
    """Percent of a core, and milliseconds from one look at a worker to the next."""

    percent: float
    period_ms: float


def rows_of_looks(workers: str, found: Sequence[Looks]) -> Iterator[Row]:
    """The two rows of some windows; the workers are such that do something."""
    yield Row(
        "observer",
        f"what {workers} are at, {LOOKS_A_SECOND} times a second",
        "% of a core",
        median_of([each.percent for each in found]),
        target=Target(_LIMIT_PERCENT, "ours"),
    )
    yield Row(
        "observer",
        f"from one look to the next at each of {workers}",
        "ms",
        median_of([each.period_ms for each in found]),
        target=Target(_PERIOD_LIMIT_MS, "ours"),
    )

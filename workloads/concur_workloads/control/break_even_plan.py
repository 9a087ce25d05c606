"""Which mechanisms a search for the break-even tries, on which sizes of task, and how often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from concur_workloads.control.matrix_plan import planned_rows
from concur_workloads.parameter import SpecError
from concur_workloads.results.break_even import BreakEvenLine, Work
from concur_workloads.results.matrix import MatrixRow
from concur_workloads.spec import RunSpec

#: The same bytes hashed in both ways.
WORKLOADS: dict[Work, str] = {"held": "gil-held", "released": "gil-released"}

#: Without serial, which is compared with, and what runs functions in threads as others do.
_USUAL = (
    "threading.Thread",
    "ThreadPoolExecutor",
    "multiprocessing.Process",
    "multiprocessing.Pool",
    "ProcessPoolExecutor",
    "sub-interpreters",
    "InterpreterPoolExecutor",
)

_SMALLEST_S = 1e-5
_DECADES = 3


@dataclass(frozen=True)
class Effort:
    """How finely and how often to measure: steps for each factor of ten, and pairs of passes.

    No point begins after `limit_s`; a serial pass is meant to take `pass_s`.
    """

    steps: int
    pairs: int
    pass_s: float
    limit_s: float

    @property
    def sizes_s(self) -> tuple[float, ...]:
        """The scale, from the smallest task to the largest."""
        return tuple(
            _SMALLEST_S * 10 ** (step / self.steps) for step in range(_DECADES * self.steps + 1)
        )

    @property
    def coarse(self) -> tuple[int, ...]:
        """The steps that all mechanisms are measured at: powers of ten."""
        return tuple(range(0, _DECADES * self.steps + 1, self.steps))


THOROUGH = Effort(steps=4, pairs=10, pass_s=0.05, limit_s=120.0)
QUICK = Effort(steps=2, pairs=6, pass_s=0.02, limit_s=40.0)


@dataclass(frozen=True)
class BreakEvenPlan:
    """What to run: a line each with the spec to begin from, None where it cannot be had."""

    workers: int
    effort: Effort
    lines: tuple[tuple[BreakEvenLine, RunSpec | None], ...]


def planned_break_even(
    workers: int,
    *,
    effort: Effort = THOROUGH,
    works: Sequence[str] = get_args(Work),
    names: Sequence[str] = (),
    start_methods: Sequence[str] = (),
    interpreter: str | None = None,
) -> BreakEvenPlan:
    """A line for each kind of work on each backend, all usual ones unless named.

    Of a backend with several start methods the first is tried unless they are named, as workers
    are ready before anything is timed. Raises SpecError for what cannot be run.
    """
    for each in works:
        if each not in WORKLOADS:
            raise SpecError("work", each, "one of " + ", ".join(WORKLOADS))
    if workers < 2:
        raise SpecError("workers", workers, "2 or more, as one alone cannot beat another")
    lines = []
    for work, workload in WORKLOADS.items():
        if work not in works:
            continue
        spec = RunSpec(workload, workers=workers, repeats=effort.pairs, interpreter=interpreter)
        rows = planned_rows(spec, names or _USUAL, start_methods)
        for row in rows if start_methods else _one_each(rows):
            if row.backend == "serial":
                raise SpecError(
                    "backend", row.backend, "another than serial, which is compared with"
                )
            cause = row.cause if row.spec is None else ""
            lines.append(
                (BreakEvenLine(work, row.backend, row.start_method, cause=cause), row.spec)
            )
    return BreakEvenPlan(workers, effort, tuple(lines))


def _one_each(rows: Sequence[MatrixRow]) -> Iterator[MatrixRow]:
    seen = set()
    for row in rows:
        if row.backend not in seen:
            seen.add(row.backend)
            yield row

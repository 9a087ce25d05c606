"""Pure Python, which needs the GIL all the time that it runs."""

from __future__ import annotations

import math

from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_LEFT, _RIGHT = -2.2, 0.8
_BOTTOM, _TOP = -1.2, 1.2


def sum_of_squares(terms: int) -> int:
    """The sum of the squares of the first natural numbers, from 0."""
    return sum(i * i for i in range(terms))


def _add_squares(_task: int, settings: Settings) -> int:
    return sum_of_squares(settings["terms"])


def _count_primes(_task: int, settings: Settings) -> int:
    return sum(map(_is_prime, range(settings["below"])))


def _is_prime(number: int) -> bool:
    if number < 3 or number % 2 == 0:
        return number == 2
    return all(number % divisor for divisor in range(3, math.isqrt(number) + 1, 2))


def _draw_row(task: int, settings: Settings) -> int:
    """All iterations of one row of the picture."""
    width: int = settings["width"]
    height: int = settings["height"]
    most: int = settings["iterations"]
    imaginary = _BOTTOM + (_TOP - _BOTTOM) * (task % height) / height
    return sum(
        _iterations(_LEFT + (_RIGHT - _LEFT) * column / width, imaginary, most)
        for column in range(width)
    )


def _iterations(real: float, imaginary: float, most: int) -> int:
    """How many it takes until a point is seen to escape; `most` for one that is not."""
    x = y = 0.0
    for done in range(most):
        if x * x + y * y > 4.0:
            return done
        x, y = x * x - y * y + real, 2.0 * x * y + imaginary
    return most


WORKLOADS = (
    Workload(
        name="sum-of-squares",
        title="sum of squares",
        family="CPU-bound",
        kind="CPU-bound, holds the GIL",
        summary="sum(i * i for i in range(terms)): pure Python, which needs the GIL all the time.",
        look_at=(
            "Compare the speed-up with the on-CPU time of the workers: if together they were on a "
            "CPU for about one wall time, they took turns; if for several, they ran side by side. "
            "Its twin is SHA-256, the same kind of load without the GIL."
        ),
        parameters=(
            Parameter("terms", 1_000_000, "how many squares a task adds up", 1, 1_000_000_000),
        ),
        body=_add_squares,
        smallest={"terms": 50_000},
    ),
    Workload(
        name="primes",
        title="primes",
        family="CPU-bound",
        kind="CPU-bound, holds the GIL",
        summary="Counts primes by trial division: a short loop of pure Python for each number.",
        look_at=(
            "Run it with threads and with processes. The speed-up says whether the workers ran "
            "side by side, the start-up in the lanes what each mechanism takes before its first "
            "task. Count fewer numbers to see how small tasks may become before that decides."
        ),
        parameters=(Parameter("below", 50_000, "where a task stops to count", 1, 100_000_000),),
        body=_count_primes,
        smallest={"below": 5_000},
    ),
    Workload(
        name="mandelbrot",
        title="Mandelbrot rows",
        family="CPU-bound",
        kind="CPU-bound, holds the GIL, tasks differ in length",
        summary="A task is one row of the picture: some rows take far more steps than others.",
        look_at=(
            "See in the lanes how long tasks take, and how many each worker has done. Then raise "
            "the chunk size: when one worker still draws its last rows while the others have "
            "nothing left to do, the chunks are too large. With processes that shows best."
        ),
        parameters=(
            Parameter("width", 400, "how many points a row has", 1, 100_000),
            Parameter("height", 64, "how many rows the picture has", 1, 100_000),
            Parameter("iterations", 1_000, "when to give a point up", 1, 1_000_000),
        ),
        body=_draw_row,
        default_tasks=64,
        smallest={"width": 60, "height": 4, "iterations": 500},
    ),
)

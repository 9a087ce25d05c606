"""What it costs to pickle a value and to get it back, as on the way to a process."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter_ns

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_KIBIBYTE = 1 << 10
_SAMPLE = 256


@dataclass
class Point:
    """An object of a class of one's own."""

    x: int
    y: int


#: Values of so many elements.
_SHAPES: dict[str, Callable[[int], object]] = {
    "bytes": lambda count: bytes(range(256)) * (count // 256),
    "ints": lambda count: list(range(1 << 20, (1 << 20) + count)),
    "floats": lambda count: [each / 3 for each in range(count)],
    "texts": lambda count: [f"text number {each}" for each in range(count)],
    "dict": lambda count: {f"key {each}": each for each in range(count)},
    "objects": lambda count: [Point(each, each + 1) for each in range(count)],
}


@functools.lru_cache(maxsize=1)
def _payload(shape: str, kibibytes: int) -> object:
    """Made once in each worker, in its warm-up task; its pickle is about as large as wanted."""
    from pickle import dumps

    make, count = _SHAPES[shape], _SAMPLE
    # Twice, as elements are the longer the more there are.
    for _ in range(2):
        an_element = len(dumps(make(count))) / count
        count = round(kibibytes * _KIBIBYTE / an_element)
    return make(count)


def _round_trip(_task: int, settings: Settings) -> Outcome:
    # Late, as the workbench imports all workloads when it starts.
    from pickle import dumps, loads

    payload = _payload(settings["shape"], settings["kibibytes"])
    start_ns = perf_counter_ns()
    pickled = dumps(payload)
    pickled_ns = perf_counter_ns()
    copy = loads(pickled)
    end_ns = perf_counter_ns()
    if copy != payload:
        raise RuntimeError(f"what came back of {len(pickled)} pickled bytes is not what went in")
    size = len(pickled)
    return Outcome(
        size,
        {
            "dumps": (pickled_ns - start_ns) / 1e9,
            "loads": (end_ns - pickled_ns) / 1e9,
            "pickled size": size,
            "dumps and loads": size / (end_ns - start_ns) * 1e9,
        },
    )


WORKLOADS = (
    Workload(
        name="pickling",
        title="pickling",
        family="Overhead",
        kind="CPU-bound, holds the GIL",
        summary="Pickles a value and makes a copy of it from that, as when it goes to a process.",
        look_at=(
            "Whatever a task is given by, or gives back to, another process takes this time at "
            "both ends, apart from the way in between. Compare shapes of the same size: is it the "
            "bytes that cost, or the objects in them? Work that takes less time than its argument "
            "and its result do here cannot gain from a process."
        ),
        parameters=(
            Parameter("shape", "ints", "what is pickled", choices=tuple(_SHAPES)),
            Parameter("kibibytes", 1_024, "how large the pickle is, about", 1, 1 << 20, unit="KiB"),
        ),
        body=_round_trip,
        figures=(
            Figure("dumps", "s", "time to pickle the value"),
            Figure("loads", "s", "time to make a copy from the pickle"),
            Figure("pickled size", "B", "how long the pickle really is"),
            Figure("dumps and loads", "B/s", "pickled bytes by the time of both together"),
        ),
        smallest={"kibibytes": 16},
    ),
)

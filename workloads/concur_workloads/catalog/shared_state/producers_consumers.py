"""Producers and consumers: a bounded buffer between them holds back whoever is too quick."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from concur_workloads.catalog.figures import Figure, Measured, Outcome
from concur_workloads.catalog.shared_state.common_ground import BACKENDS, ELSEWHERE, numbers
from concur_workloads.catalog.shared_state.partners import Partners, make_partners
from concur_workloads.catalog.shared_state.spending import HOW, spend
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter, SpecError

#: What a producer puts after its items, once for each consumer: of these a consumer takes as many
#: as there are producers, so the last one that is taken has all items before it.
_END = -1


@dataclass
class Belt:
    """The buffer, and how many items each worker took, and their sum."""

    partners: Partners
    producers: int
    consumers: int
    buffer: Any
    counts: Any
    sums: Any


@contextmanager
def _belt(settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    producers, size = settings["producers"], settings["buffer"]
    if producers >= stage.workers:
        most = f"at most {stage.workers - 1} with {stage.workers} workers, as one must consume"
        raise SpecError("producers", producers, most)
    # Late, as most runs do without it.
    import queue

    buffer: Any = queue.Queue(size) if stage.shares_memory else stage.context().Queue(size)
    counts, sums = numbers(stage, stage.workers), numbers(stage, stage.workers)
    consumers = stage.workers - producers
    yield {"belt": Belt(make_partners(stage), producers, consumers, buffer, counts, sums)}


def _work(task: int, settings: Settings) -> Outcome | int:
    items: int = settings["items"]
    if task == WARM_UP_TASK:
        return items
    belt: Belt = settings["belt"]
    worker: int = settings["here"].worker
    with belt.partners.at_work(worker):
        belt.partners.gather(worker)
        if worker <= belt.producers:
            figures = _produce(belt, settings, worker)
            belt.partners.gather(worker)
        else:
            began_ns = time.monotonic_ns()
            figures = _consume(belt, settings, worker)
            belt.partners.gather(worker)
            took_s = (time.monotonic_ns() - began_ns) / 1e9
            if worker == belt.producers + 1:
                figures["items"] = _checked_count(belt, items) / took_s
        # Until the sums were looked at, nobody may count anew.
        belt.partners.gather(worker)
    return Outcome(items, figures)


def _produce(belt: Belt, settings: Settings, worker: int) -> dict[str, float]:
    items, pace_ms, how = settings["items"], settings["produce_ms"], settings["how"]
    buffer = belt.buffer
    waited_ns = 0
    for item in range((worker - 1) * items, worker * items):
        spend(pace_ms, how)
        asked_ns = time.monotonic_ns()
        buffer.put(item)
        waited_ns += time.monotonic_ns() - asked_ns
    for _ in range(belt.consumers):
        buffer.put(_END)
    return {"time in put": waited_ns / 1e9 / items}


def _consume(belt: Belt, settings: Settings, worker: int) -> dict[str, float]:
    pace_ms, how = settings["consume_ms"], settings["how"]
    buffer = belt.buffer
    ends = count = total = waited_ns = 0
    filled = 0.0
    while ends < belt.producers:
        filled += _size(buffer)
        asked_ns = time.monotonic_ns()
        item = buffer.get()
        waited_ns += time.monotonic_ns() - asked_ns
        if item == _END:
            ends += 1
            continue
        count, total = count + 1, total + item
        spend(pace_ms, how)
    belt.counts[worker - 1], belt.sums[worker - 1] = count, total
    gets = count + ends
    figures = {"time in get": waited_ns / 1e9 / gets}
    if filled >= 0:
        figures["buffer fill"] = 100 * filled / gets / settings["buffer"]
    return figures


def _size(buffer: Any) -> float:
    """How much is in the buffer now; less than anything where the system cannot tell."""
    try:
        return int(buffer.qsize())
    except NotImplementedError:
        return float("-inf")


def _checked_count(belt: Belt, items: int) -> int:
    """How many items came through; raises ValueError unless each came through exactly once."""
    made = belt.producers * items
    came, total = sum(belt.counts), sum(belt.sums)
    if came != made or total != made * (made - 1) // 2:
        raise ValueError(f"{came:,} items with the sum {total:,} came of {made:,} that were made")
    return made


def _verify(measured: Mapping[str, Measured], _settings: Settings) -> str:
    return "" if "items" in measured else "no round told how many items came through"


WORKLOADS = (
    Workload(
        name="producers-consumers",
        title="producers and consumers",
        family="Shared state",
        kind="puts and gets, with back-pressure",
        summary="The first workers put items into a bounded buffer, the others take them out.",
        look_at=(
            "The buffer fill says who is too slow: full, and producers wait in put, which is "
            "back-pressure; empty, and consumers wait in get. Change the two paces, then the size "
            "of the buffer, and decide whether a larger one makes more items come through."
        ),
        parameters=(
            Parameter("producers", 1, "how many of the workers produce", 1, 999),
            Parameter("items", 100, "how many items each makes in a round", 1, 1_000_000),
            Parameter("buffer", 10, "how many items the buffer holds", 1, 32_767),
            Parameter("produce_ms", 0.5, "how long it takes to make one", 0, 10_000, unit="ms"),
            Parameter("consume_ms", 1.0, "how long it takes to use one", 0, 10_000, unit="ms"),
            HOW,
        ),
        body=_work,
        fixture=_belt,
        baseline=False,
        figures=(
            Figure("items", "1/s", "items that came through in a round, by its time"),
            Figure("time in put", "s", "mean time that a producer spent in put, by item"),
            Figure("time in get", "s", "mean time that a consumer spent in get, by item"),
            Figure("buffer fill", "%", "mean fill that a consumer found, of the buffer's size"),
        ),
        backends=BACKENDS,
        elsewhere=ELSEWHERE,
        together=True,
        fewest_workers=2,
        verify=_verify,
        smallest={"items": 5},
    ),
)

"""A semaphore: so many may be inside at once, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Any

from concur_workloads.catalog.figures import Figure, Measured, Outcome
from concur_workloads.catalog.percentile import percentile
from concur_workloads.catalog.shared_state.common_ground import (
    BACKENDS,
    ELSEWHERE,
    numbers,
    primitives,
)
from concur_workloads.catalog.shared_state.partners import Partners, make_partners
from concur_workloads.catalog.shared_state.spending import HOW, spend
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter


@dataclass
class Room:
    """What the semaphore guards; `inside` counts those in it, by its own lock."""

    partners: Partners
    semaphore: Any
    counting: Any
    inside: Any


@contextmanager
def _room(settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    source = primitives(stage)
    semaphore = source.BoundedSemaphore(settings["permits"])
    room = Room(make_partners(stage), semaphore, source.Lock(), numbers(stage, 1))
    yield {"room": room}


def _visit(task: int, settings: Settings) -> Outcome | int:
    visits: int = settings["visits"]
    if task == WARM_UP_TASK:
        return visits
    room: Room = settings["room"]
    waits_s, met = [], []
    with room.partners.at_work(settings["here"].worker):
        for _ in range(visits):
            asked_ns = perf_counter_ns()
            with room.semaphore:
                waits_s.append((perf_counter_ns() - asked_ns) / 1e9)
                met.append(_change(room, 1))
                spend(settings["stay_ms"], settings["how"])
                _change(room, -1)
            spend(settings["away_ms"], settings["how"])
    most = max(met)
    if most > settings["permits"]:
        raise ValueError(f"{most} were inside at once, with {settings['permits']} permits")
    figures = {
        "most inside": most,
        "wait p50": percentile(waits_s, 50),
        "wait p99": percentile(waits_s, 99),
    }
    return Outcome(visits, figures)


def _change(room: Room, by: int) -> int:
    """Count one in or out; how many are inside then."""
    with room.counting:
        room.inside[0] += by
        return int(room.inside[0])


def _verify(measured: Mapping[str, Measured], settings: Settings) -> str:
    highest = measured["most inside"].highest
    if not 1 <= highest <= settings["permits"]:
        return f"{highest:g} were inside at once, with {settings['permits']} permits"
    return ""


WORKLOADS = (
    Workload(
        name="semaphore",
        title="semaphore",
        family="Shared state",
        kind="waits for a semaphore",
        summary="Workers enter a room that a semaphore guards, stay for a while, and leave.",
        look_at=(
            "A semaphore is for a resource of which there are a few. The most that were inside at "
            "once tells whether it kept its promise. With more workers than permits see the waits "
            "grow; then raise the permits until nobody waits. With nothing but 0 for the time away "
            "see whether one worker keeps the others out."
        ),
        parameters=(
            Parameter("permits", 1, "how many may be inside at once", 1, 1_000),
            Parameter("visits", 50, "how often a task enters", 1, 1_000_000),
            Parameter("stay_ms", 1.0, "how long it stays", 0, 10_000, unit="ms"),
            Parameter("away_ms", 0.5, "how long it stays away in between", 0, 10_000, unit="ms"),
            HOW,
        ),
        body=_visit,
        fixture=_room,
        default_tasks=8,
        figures=(
            Figure("most inside", "", "the most that a task met inside, itself included"),
            Figure("wait p50", "s", "median wait of a task's visits"),
            Figure("wait p99", "s", "what 99 % of a task's visits did not exceed"),
        ),
        backends=BACKENDS,
        elsewhere=ELSEWHERE,
        verify=_verify,
        smallest={"visits": 5},
    ),
)

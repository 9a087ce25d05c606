"""Who waits for whom for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concur_workloads.recorder.waits import Wait

#: Members of a circle that a sentence names.
_MOST_NAMED = 4


@dataclass(frozen=True)
class StuckWorker:
    """A worker that waits for ever: what it holds, what it waits for, and at which line."""

    worker: int
    holds: tuple[str, ...]
    wants: str
    line: int


@dataclass(frozen=True)
class Deadlock:
    """Workers that wait for each other, or for what dead ones held, `lost`; lines are in `file`."""

    file: str
    stuck: tuple[StuckWorker, ...]
    lost: tuple[str, ...]


def stuck_forever(waits: Sequence[Wait], dead: frozenset[int]) -> list[Wait]:
    """Those of which none can go on before another of them does.

    A resource becomes free if any of those who hold it goes on; `dead` lanes never do.
    """
    lost = frozenset[int]().union(*(each.lost for each in waits))
    lost |= frozenset[int]().union(*(each.held for each in waits if each.lane in dead))
    living = [each for each in waits if each.lane not in dead]
    stuck = [each for each in living if each.wanted is not None]
    while True:
        lanes = {each.lane for each in stuck}
        remaining = [each for each in stuck if _cannot_get(each, living, lanes, lost)]
        if len(remaining) == len(stuck):
            return stuck
        stuck = remaining


def _cannot_get(wait: Wait, living: Sequence[Wait], stuck: set[int], lost: frozenset[int]) -> bool:
    holders = [each.lane for each in living if wait.wanted in each.held]
    if not holders:
        return wait.wanted in lost
    return all(lane in stuck for lane in holders)


def deadlock_sentence(deadlock: Deadlock) -> str:
    """Who holds what and waits for what, at which line."""
    named = "; ".join(_told(each, deadlock.file) for each in deadlock.stuck[:_MOST_NAMED])
    more = len(deadlock.stuck) - _MOST_NAMED
    others = f"; and {more} more workers wait" if more > 0 else ""
    died = f"; the worker that held {_names(deadlock.lost)} is dead" if deadlock.lost else ""
    return f"Deadlock: {named}{others}{died}."


def _told(stuck: StuckWorker, file: str) -> str:
    comma = "," if len(stuck.holds) > 1 else ""
    waits = f"waits for {stuck.wants} ({file} line {stuck.line})"
    return f"worker {stuck.worker} holds {_names(stuck.holds)}{comma} and {waits}"


def _names(resources: Sequence[str]) -> str:
    return " and ".join(resources) or "nothing"

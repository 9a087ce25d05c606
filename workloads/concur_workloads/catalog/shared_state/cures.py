"""Ways to increment a counter that others increment, too: one that loses updates, and cures."""

from __future__ import annotations

from collections.abc import Callable

from concur_workloads.catalog.shared_state.shared_counter import SharedCounter

#: What protects the counter.
CURES = ("none", "lock", "rlock", "luck", "queue", "one-owner", "value-lock")

#: Increments the counter so often, with so many calls inside each update, as worker so-and-so.
Increments = Callable[[SharedCounter, int, int, int], None]


def think() -> None:
    """Called between reading and writing: an interpreter lets others go on where it calls."""


def unprotected(counter: SharedCounter, updates: int, calls: int, _worker: int) -> None:
    """Read, think, write: whoever wrote in the meantime has done so in vain."""
    cell = counter.cell
    for _ in range(updates):
        value = cell.value
        for _ in range(calls):
            think()
        cell.value = value + 1


def with_lock(counter: SharedCounter, updates: int, calls: int, _worker: int) -> None:
    """The same, one worker at a time."""
    cell, lock = counter.cell, counter.lock
    for _ in range(updates):
        with lock:
            value = cell.value
            for _ in range(calls):
                think()
            cell.value = value + 1


def by_luck(counter: SharedCounter, updates: int, calls: int, _worker: int) -> None:
    """Think first, then read and write with nothing in between where the GIL would change hands."""
    cell = counter.cell
    for _ in range(updates):
        for _ in range(calls):
            think()
        cell.value += 1


def by_message(counter: SharedCounter, updates: int, calls: int, _worker: int) -> None:
    """Nobody writes: each update is a message to the one that owns the counter."""
    put = counter.queue.put
    for _ in range(updates):
        for _ in range(calls):
            think()
        put(1)


def on_own_account(counter: SharedCounter, updates: int, calls: int, worker: int) -> None:
    """Each worker counts by itself; the subtotals are added up once, at the end."""
    mine = 0
    for _ in range(updates):
        for _ in range(calls):
            think()
        mine += 1
    counter.subtotals[worker - 1] = mine


INCREMENTS: dict[str, Increments] = {
    "none": unprotected,
    "lock": with_lock,
    "rlock": with_lock,
    "luck": by_luck,
    "queue": by_message,
    "one-owner": on_own_account,
    "value-lock": with_lock,
}


def own(counter: SharedCounter, updates: int) -> None:
    """Be the one that owns the counter: apply so many updates as they come."""
    get, cell = counter.queue.get, counter.cell
    for _ in range(updates):
        cell.value += get()

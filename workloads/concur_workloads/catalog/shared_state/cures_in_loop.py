"""The same ways for coroutines of one loop, which only lose the turn where they await."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from concur_workloads.catalog.shared_state.cures import think
from concur_workloads.catalog.shared_state.shared_counter import SharedCounter

IncrementsInLoop = Callable[[SharedCounter, int, int, int], Awaitable[None]]


async def _unprotected(counter: SharedCounter, updates: int, calls: int, _worker: int) -> None:
    cell = counter.cell
    for _ in range(updates):
        value = cell.value
        for _ in range(calls):
            think()
        await asyncio.sleep(0)
        cell.value = value + 1


async def _with_lock(counter: SharedCounter, updates: int, calls: int, _worker: int) -> None:
    cell, lock = counter.cell, counter.lock
    for _ in range(updates):
        async with lock:
            value = cell.value
            for _ in range(calls):
                think()
            await asyncio.sleep(0)
            cell.value = value + 1


async def _by_luck(counter: SharedCounter, updates: int, calls: int, _worker: int) -> None:
    """Nothing is awaited between reading and writing; between updates, others have their turn."""
    cell = counter.cell
    for _ in range(updates):
        value = cell.value
        for _ in range(calls):
            think()
        cell.value = value + 1
        await asyncio.sleep(0)


async def _by_message(counter: SharedCounter, updates: int, calls: int, _worker: int) -> None:
    put = counter.queue.put
    for _ in range(updates):
        for _ in range(calls):
            think()
        await asyncio.sleep(0)
        await put(1)


async def _on_own_account(counter: SharedCounter, updates: int, calls: int, worker: int) -> None:
    mine = 0
    for _ in range(updates):
        for _ in range(calls):
            think()
        await asyncio.sleep(0)
        mine += 1
    counter.subtotals[worker - 1] = mine


INCREMENTS_IN_LOOP: dict[str, IncrementsInLoop] = {
    "none": _unprotected,
    "lock": _with_lock,
    "luck": _by_luck,
    "queue": _by_message,
    "one-owner": _on_own_account,
}


async def own_in_loop(counter: SharedCounter, updates: int) -> None:
    """Be the one that owns the counter: apply so many updates as they come."""
    for _ in range(updates):
        counter.cell.value += await counter.queue.get()

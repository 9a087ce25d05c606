"""Two real threads that add to one counter, each step taken when it is told to."""

from __future__ import annotations

import queue
import random
import threading
from collections.abc import Iterator, Sequence

from concur_workloads.results.race import ADDITION, THREADS, Race, RaceAction, RaceStep


class _Racer:
    """A thread that adds to what is shared, and waits before each step until it is let go."""

    def __init__(self, shared: list[int], additions: int) -> None:
        self.value = 0
        self._shared = shared
        self._additions = additions
        self._go: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[RaceAction] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        steps = self._steps()
        while self._go.get():
            self._done.put(next(steps))

    def _steps(self) -> Iterator[RaceAction]:
        for _ in range(self._additions):
            self.value = self._shared[0]
            yield "load"
            self.value += 1
            yield "add"
            self._shared[0] = self.value
            yield "store"

    def step(self) -> RaceAction:
        """Let it take one step; what that was."""
        self._go.put(True)
        return self._done.get()

    def end(self) -> None:
        """Let it end."""
        self._go.put(False)
        self._thread.join()


def replay(order: Sequence[int], additions: int) -> Race:
    """What comes of it if two threads take their steps in this order, each so many additions.

    Raises ValueError if the order asks a thread for more steps than it has.
    """
    for thread in THREADS:
        if order.count(thread) > additions * len(ADDITION):
            raise ValueError(f"thread {thread} has {additions * len(ADDITION)} steps only")
    shared = [0]
    racers: dict[int, _Racer] = {}
    steps = []
    try:
        for thread in THREADS:
            racers[thread] = _Racer(shared, additions)
        for thread in order:
            action = racers[thread].step()
            steps.append(RaceStep(thread, action, racers[thread].value, shared[0]))
    finally:
        for racer in racers.values():
            racer.end()
    return Race(additions, tuple(steps))


def drawn_order(seed: int, additions: int) -> tuple[int, ...]:
    """An order of all steps by chance; the same for the same seed."""
    order = [thread for thread in THREADS for _ in range(additions * len(ADDITION))]
    random.Random(seed).shuffle(order)
    return tuple(order)

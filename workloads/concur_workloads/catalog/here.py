"""What a task may know of the worker that it runs on, and tell of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Waits(Protocol):
    """Where a task says what it waits for and holds; resources go by their places, from 0."""

    def begin(self, place: int, line: int) -> None:
        """The task waits for a resource from now on, at a line of its code."""

    def end(self) -> None:
        """It waits no more."""

    def hold(self, place: int) -> None:
        """From now on others wait for this task if they want that resource."""

    def release(self, place: int) -> None:
        """They do so no more."""

    def told_to_give_up(self) -> bool:
        """Whether the program has asked since then, or the last call, that it gives up waiting."""


@dataclass(frozen=True)
class Here:
    """The place of a task: `worker` is the number of its lane, from 1."""

    worker: int
    waits: Waits

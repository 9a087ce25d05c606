"""What two threads that add to one counter did, step by step, and which updates were lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

RaceAction = Literal["load", "add", "store"]

#: What one addition consists of, in this order.
ADDITION: tuple[RaceAction, ...] = ("load", "add", "store")
THREADS = (1, 2)


@dataclass(frozen=True)
class RaceStep:
    """One step of a thread, and what then stood in its own `value` and in the shared `counter`."""

    thread: int
    action: RaceAction
    value: int
    counter: int


@dataclass(frozen=True)
class Overwrite:
    """A store that took updates out of the counter: those of the steps `undone`, counted from 1."""

    thread: int
    loaded_at: int
    stored_at: int
    undone: frozenset[int]


@dataclass(frozen=True)
class Race:
    """Steps taken so far by two threads, of which each makes so many additions."""

    additions: int
    steps: tuple[RaceStep, ...]

    @property
    def order(self) -> tuple[int, ...]:
        """Which thread took each step."""
        return tuple(step.thread for step in self.steps)

    @property
    def counter(self) -> int:
        """What the shared counter holds now."""
        return self.steps[-1].counter if self.steps else 0

    @property
    def stored(self) -> int:
        """Additions that were stored, lost ones too."""
        return sum(step.action == "store" for step in self.steps)

    @property
    def lost(self) -> int:
        """Updates that the counter lacks."""
        return self.stored - self.counter

    def value(self, thread: int) -> int:
        """What a thread has in its own value."""
        own = [step.value for step in self.steps if step.thread == thread]
        return own[-1] if own else 0

    def left(self, thread: int) -> int:
        """Steps that a thread can still take."""
        return self.additions * len(ADDITION) - self.order.count(thread)

    def next_action(self, thread: int) -> RaceAction | None:
        """What a thread does next; None at its end."""
        taken = self.order.count(thread)
        return ADDITION[taken % len(ADDITION)] if self.left(thread) else None

    @property
    def why_lost(self) -> tuple[Overwrite, ...]:
        """For each update that the counter lacks now the store that took it out last.

        A store of a value that was out of date may also bring an earlier update back.
        """
        last: dict[int, Overwrite] = {}
        held = frozenset[int]()
        loaded = dict.fromkeys(THREADS, (0, held))
        for at, step in enumerate(self.steps, 1):
            if step.action == "load":
                loaded[step.thread] = at, held
            elif step.action == "store":
                loaded_at, known = loaded[step.thread]
                overwrite = Overwrite(step.thread, loaded_at, at, held - known)
                last.update(dict.fromkeys(overwrite.undone, overwrite))
                held = known | {at}
        lacking = {at: each for at, each in last.items() if at not in held}
        return tuple(
            replace(each, undone=each.undone & lacking.keys())
            for each in dict.fromkeys(lacking.values())
        )


def race_sentence(race: Race) -> str:
    """What the steps so far came to, and why."""
    if not race.steps:
        return "No step has been taken: both threads are about to add to the counter."
    told = f"{_counted(race.stored, 'addition')} stored, the counter is {race.counter}"
    if not race.lost:
        return f"{told}: nothing is lost."
    return " ".join([f"{told}: {race.lost} lost.", *map(_told, race.why_lost)])


def _told(overwrite: Overwrite) -> str:
    steps = "steps" if len(overwrite.undone) > 1 else "step"
    undone = " and ".join(map(str, sorted(overwrite.undone)))
    return (
        f"At step {overwrite.stored_at} thread {overwrite.thread} stored what it had made of its "
        f"load at step {overwrite.loaded_at}, and so undid {steps} {undone}."
    )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def order_of(text: str) -> tuple[int, ...]:
    """The order that is written as 1s and 2s; raises ValueError for anything else."""
    if set(text) - set("12"):
        raise ValueError(f"{text!r} is no order such as 111222 or 112122")
    return tuple(map(int, text))


def shown_order(order: Sequence[int]) -> str:
    """An order as 1s and 2s."""
    return "".join(map(str, order))

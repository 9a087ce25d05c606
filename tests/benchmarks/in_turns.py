"""Two things measured alternately."""

from collections.abc import Callable


def in_turns(
    ours: Callable[[], float], other: Callable[[], float], pairs: int
) -> tuple[list[float], list[float]]:
    """Measure both `pairs` times in the order A B B A, which cancels what drifts."""
    found: tuple[list[float], list[float]] = ([], [])
    for pair in range(pairs):
        for side in (0, 1) if pair % 2 == 0 else (1, 0):
            found[side].append((ours, other)[side]())
    return found

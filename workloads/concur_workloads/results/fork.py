"""What ran in the process that workers were forked from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fork:
    """The fork at which most `threads` ran, the forking one included.

    `names` are those that Python knows beside that one.
    """

    threads: int
    names: tuple[str, ...]

    @property
    def others(self) -> str:
        """The other threads in words; empty where there were none."""
        unknown = self.threads - 1 - len(self.names)
        words = list(self.names)
        if unknown > 0:
            words.append(f"{unknown} that Python does not know, such as those of BLAS")
        return ", ".join(words)

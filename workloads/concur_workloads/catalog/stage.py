"""What a fixture may know of the run that it prepares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext


@dataclass(frozen=True)
class Stage:
    """Who will take part; `start_method` is None where the workers share the runner's memory."""

    workers: int
    tasks: int
    start_method: str | None

    @property
    def shares_memory(self) -> bool:
        """Whether workers see the very objects that a fixture yields."""
        return self.start_method is None

    def context(self) -> BaseContext:
        """Where primitives come from that can be handed to the workers as they are created.

        Raises ValueError where there are no processes.
        """
        if self.start_method is None:
            raise ValueError("workers that share memory need no context")
        # Late, as most runs do without it.
        import multiprocessing

        return multiprocessing.get_context(self.start_method)

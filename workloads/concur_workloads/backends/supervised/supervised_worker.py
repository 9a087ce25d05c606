"""The runner's end of one supervised worker, whatever kind of thing it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque

from concur_workloads.backends.supervised.message_pipe import MessagePipe
from concur_workloads.backends.supervised.pace import Pace
from concur_workloads.catalog.registry import workload
from concur_workloads.spec import RunSpec

#: Chunks that a worker may have beside the one that it is on, where the spec does not say.
_MOST_AHEAD = 16


class SupervisedWorker(ABC):
    """The worker of a lane: its private pipe, and the chunks that it has, the oldest first."""

    def __init__(self, lane: int, pipe: MessagePipe, spec: RunSpec) -> None:
        self.lane = lane
        self.pipe = pipe
        self.pipe.never_wait()
        self.chunks: deque[range] = deque()
        self.pace = Pace(_most_ahead(spec))
        #: Tasks that it may still be given; None without a limit.
        self.tasks_left = spec.max_tasks_per_child
        self.ready = False
        self.warm = False
        self.is_retired = False

    def close(self) -> None:
        """Let go of its descriptors; a second call does nothing."""
        self.pipe.close()

    @property
    @abstractmethod
    def embodiment(self) -> str:
        """What it runs in, as the subject of a sentence: its process (1234)."""


def _most_ahead(spec: RunSpec) -> int:
    """How many chunks a worker may have that it has not begun."""
    if workload(spec.workload).together:
        # It would hold a task for which another worker waits, behind the one that waits for that.
        return 0
    return _MOST_AHEAD if spec.queue_bound is None else spec.queue_bound

"""What the workers of one run share: primitives and numbers, of threads or of processes."""

from __future__ import annotations

import threading
from typing import Any

from concur_workloads.catalog.stage import Stage

#: Where all workers can be handed the same primitives.
THREADS = ("threading.Thread", "ThreadPoolExecutor")
PROCESSES = ("multiprocessing.Process", "ProcessPoolExecutor", "multiprocessing.Pool")
BACKENDS = THREADS + PROCESSES
ELSEWHERE = "its workers must be given the very same primitives"


def primitives(stage: Stage) -> Any:
    """Where Lock, RLock, Semaphore, Event, Condition and Barrier come from: alike in both cases."""
    return threading if stage.shares_memory else stage.context()


def numbers(stage: Stage, count: int) -> Any:
    """So many whole numbers from 0, which all workers see; they protect nothing."""
    return [0] * count if stage.shares_memory else stage.context().RawArray("q", count)

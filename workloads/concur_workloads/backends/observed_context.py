"""A start method whose processes are seen by the runner as a pool creates them."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess, current_process
from time import monotonic_ns
from typing import Any

from concur_workloads.isolation import RUN_VARIABLE
from concur_workloads.process_sweep import semaphore_prefix


def observed_context(
    start_method: str | None, creating: Callable[[BaseProcess], None]
) -> BaseContext:
    """The genuine context, but `creating` is called before each process of it is started.

    The call comes in the thread that starts the process, whichever of the pool's that is.
    """
    _name_semaphores(os.environ.get(RUN_VARIABLE, ""))
    context: Any = type(multiprocessing.get_context(start_method))()
    make = context.Process

    def create(*args: Any, **kwds: Any) -> BaseProcess:
        process: Any = make(*args, **kwds)
        # The object travels to the process that it stands for, with every start method.
        process.created_ns = monotonic_ns()
        creating(process)
        return process  # type: ignore[no-any-return]

    context.Process = create
    return context  # type: ignore[no-any-return]


def _name_semaphores(run: str) -> None:
    """After the run, as those of a killed pool stay unless somebody can tell whose they were."""
    process: Any = current_process()
    process._config["semprefix"] = semaphore_prefix(run)


def own_creation_ns() -> int:
    """In a process of an observed context: when it was created, CLOCK_MONOTONIC nanoseconds."""
    created_ns: int = current_process().created_ns  # type: ignore[attr-defined]
    return created_ns


def give_lane(process: BaseProcess, lane: int) -> BaseProcess:
    """Let a process know its lane before it is started; returns it."""
    given: Any = process
    given.lane = lane
    return process


def own_lane() -> int:
    """In a process that was given one: its lane."""
    lane: int = current_process().lane  # type: ignore[attr-defined]
    return lane

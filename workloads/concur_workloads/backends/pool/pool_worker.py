"""Inside a worker process of `multiprocessing.Pool`."""

from __future__ import annotations

import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from concur_workloads.backends.executor_worker import PoolHome, end_with_process
from concur_workloads.backends.observed_context import own_creation_ns, own_lane
from concur_workloads.backends.parcel import reply_to, unpacked
from concur_workloads.catalog.loading import load_workload
from concur_workloads.catalog.own import OwnFunctionError
from concur_workloads.recorder.layout import Gate, State
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.writer import LaneWriter
from concur_workloads.worker import Worker, prepare_process
from concur_workloads.worker_setup import SetupError

#: As much as goes through a pipe in one piece, whoever else writes to it.
_LONGEST_COMPLAINT = 2_000

#: Where an exception bears on which task and worker it was raised.
_PLACE = "concur_place"

NOWHERE = (None, None)

Handed = tuple[int, Any, int]


class Seat(NamedTuple):
    """The place of this process in the recording."""

    worker: Worker
    recording: Recording


_seat: Seat


class Unmade(NamedTuple):
    """Stands for an argument that could not be made, and says why."""

    cause: str


class ArgumentError(Exception):
    """The argument of a task could not be made."""


def enter_pool(home: PoolHome, warm_up: int, runner: int | None, complaints: Connection) -> None:
    """The initializer of a worker: sit in its lane, get ready, wait for the others, warm up."""
    global _seat  # noqa: PLW0603 - a pool gives its functions nothing but their arguments
    from concur_workloads.isolation import die_with_runner

    recording = Recording.attach(home.recording)
    # The system binds a process to the thread that created it. Those that replace others are
    # created by a thread of the pool, which ends before they do when the pool is closed.
    if recording.gate is Gate.STARTING or runner is None:
        die_with_runner(runner)
    prepare_process()
    lane = own_lane()
    try:
        loaded = load_workload(home.workload)
        worker = Worker(loaded, home.settings, home.setup, recording, lane)
        _seat = Seat(worker, recording)
        end_with_process(worker)
        worker.get_ready(own_creation_ns())
    except (SetupError, OwnFunctionError) as error:
        text = f"Worker {lane} could not be set up: {str(error).rstrip('.')}."
        complaints.send_bytes(text.encode()[:_LONGEST_COMPLAINT])
        sys.exit(1)
    if worker.may_begin():
        worker.warm_up(warm_up)


def run_one(handed: Handed) -> tuple[int, Any] | None:
    """Run one task; its number and result, or None when the run was cancelled.

    Raises what the task raises: the rest is the pool's own affair.
    """
    task, argument, number = handed
    worker, recording = _seat
    if not worker.may_begin(task):
        return None
    try:
        if isinstance(argument, Unmade):
            raise ArgumentError(argument.cause)
        result = worker.run(task, unpacked(argument, worker.handling), number)
        return task, reply_to(argument, result, worker.handling)
    except Exception as error:
        with suppress(Exception):  # The class is the user's.
            setattr(error, _PLACE, (task, worker.lane))
        raise
    except BaseException:
        # The pool does not catch it, so this process ends: the lane shall tell on which task.
        LaneWriter(recording, worker.lane).say(State.RUNNING, task, number)
        raise


def place_of(error: BaseException) -> tuple[int, int] | tuple[None, None]:
    """The task and the worker that an exception came from, NOWHERE if no task raised it."""
    place: tuple[int, int] | tuple[None, None] = getattr(error, _PLACE, NOWHERE)
    return place

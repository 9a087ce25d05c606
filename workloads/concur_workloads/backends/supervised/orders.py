"""What a supervised worker does: take orders by its private pipe, answer each, until told to end.

The same in a child process and in an interpreter of the runner.
"""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from typing import Any, NamedTuple

from concur_workloads.backends.supervised.message_pipe import Message, MessagePipe
from concur_workloads.catalog.loading import load_workload
from concur_workloads.catalog.own import OwnFunctionError
from concur_workloads.catalog.workload import Settings
from concur_workloads.digest import add_digests, digest
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.writer import wall_clock_ns
from concur_workloads.worker import Worker, describe
from concur_workloads.worker_setup import SetupError, WorkerSetup

#: Tasks for a worker: the number of the first, an argument for each, and the pass. A plain tuple,
#: as a class of our own would take longer to pickle than many a task takes to run.
Chunk = tuple[int, list[Any], int]

WARM_UP = "warm up"
END = "end"

READY = b"ready"
UNFIT = b"unfit: "
WARM = b"warm"

#: The head of an answer: tasks completed, digest of their results, bytes of pickled failures.
_HEAD = struct.Struct("=QQQ")


class Answer(NamedTuple):
    """What a worker gives back for a chunk; the results are still pickled."""

    results: bytes | memoryview
    completed: int
    digest: int
    failures: list[tuple[int, str]]

    def to_bytes(self) -> bytes:
        """The answer as a message."""
        failures = pickled(self.failures) if self.failures else b""
        return b"".join(
            (_HEAD.pack(self.completed, self.digest, len(failures)), failures, self.results)
        )

    @classmethod
    def from_bytes(cls, message: Message) -> Answer:
        """The answer that a message holds."""
        completed, folded, size = _HEAD.unpack_from(message)
        failures = pickle.loads(message[_HEAD.size : _HEAD.size + size]) if size else []
        results = memoryview(message)[_HEAD.size + size :]
        return cls(results, completed, folded, failures)


@dataclass(frozen=True)
class WorkerHome:
    """What a worker needs to find its place: all of it picklable."""

    recording: str
    lane: int
    workload: str
    settings: Settings
    setup: WorkerSetup
    warm_up: int
    created_ns: int


def serve(pipe: MessagePipe, home: WorkerHome) -> None:
    """Take orders until told to end; raises EOFError or BrokenPipeError if the runner has gone."""
    recording = Recording.attach(home.recording)
    try:
        loaded = load_workload(home.workload)
        worker = Worker(loaded, home.settings, home.setup, recording, home.lane)
        worker.get_ready(home.created_ns)
    except (SetupError, OwnFunctionError) as error:
        pipe.send(UNFIT + str(error).rstrip(".").encode())
        return
    pipe.send(READY)
    while True:
        message = pipe.receive()
        begun_ns = wall_clock_ns()
        order: Chunk | str = pickle.loads(message)
        took_ns = wall_clock_ns() - begun_ns
        if isinstance(order, tuple):
            worker.handling.deserialised(took_ns, len(order[1]))
            pipe.send(_run(worker, *order))
        elif order == WARM_UP:
            worker.warm_up(home.warm_up)
            pipe.send(WARM)
        else:
            break
    worker.end()


def _run(worker: Worker, first: int, arguments: list[Any], number: int) -> bytes:
    """The answer to a chunk, as a message."""
    tasks: list[int] = []
    results: list[object] = []
    failures: list[tuple[int, str]] = []
    folded = 0
    for task, argument in enumerate(arguments, first):
        if not worker.may_begin(task):
            break
        try:
            result = worker.run(task, argument, number)
            folded = add_digests(folded, worker.check(task, result))
        except BaseException as error:  # noqa: BLE001 - whatever user code raises
            failures.append((task, describe(error)))
        else:
            tasks.append(task)
            results.append(result)
    begun_ns = wall_clock_ns()
    try:
        answer = Answer(pickled(results), len(results), folded, failures)
    except Exception:  # noqa: BLE001 - pickling runs the user's code
        answer = _sendable(tasks, results, failures)
    message = answer.to_bytes()
    worker.handling.serialised(wall_clock_ns() - begun_ns)
    return message


def _sendable(tasks: list[int], results: list[object], failures: list[tuple[int, str]]) -> Answer:
    """Pickle the results here, where an object that cannot be is a failure of its task alone."""
    sendable: list[object] = []
    folded = 0
    for task, result in zip(tasks, results):  # noqa: B905 - equally long
        try:
            pickled(result)
        except Exception as error:  # noqa: BLE001 - the same
            failures.append((task, f"its result cannot be pickled: {describe(error, place=False)}"))
        else:
            sendable.append(result)
            folded = add_digests(folded, digest(task, result))
    return Answer(pickled(sendable), len(sendable), folded, failures)


def pickled(value: object) -> bytes:
    """A message for the other end; raises what pickling raises."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)

"""One supervised `multiprocessing.Process`: its private pipe, and what runs in the child."""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

from concur_workloads.catalog.registry import workload
from concur_workloads.catalog.workload import Settings
from concur_workloads.isolation import die_with_runner
from concur_workloads.recorder.recording import Recording
from concur_workloads.worker import Worker, add_digests, describe, digest, prepare_process

#: Tasks for a worker: the number of the first, an argument for each, and the pass. A plain tuple,
#: as a class of our own would take longer to pickle than many a task takes to run.
Chunk = tuple[int, list[Any], int]

#: What a worker gives back for a chunk: pickled results, how many, their digest, and failures.
Answer = tuple[bytes, int, int, list[tuple[int, str]]]

READY = "ready"
WARM = "warm"
WARM_UP = "warm up"
END = "end"


@dataclass(frozen=True)
class Home:
    """What a worker process needs to find its place: all of it picklable."""

    recording: str
    lane: int
    workload: str
    settings: Settings
    warm_up: int
    created_ns: int
    parent: int | None


class WorkerProcess:
    """The runner's end: a started process, its pipe, and the chunk that it is on."""

    def __init__(self, context: BaseContext, home: Home) -> None:
        self.lane = home.lane
        self.chunk: range | None = None
        self.ready = False
        self.warm = False
        self.connection, theirs = context.Pipe(duplex=True)
        self.process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_live, args=(theirs, home), name=f"worker-{home.lane}"
        )
        try:
            self.process.start()
        finally:
            theirs.close()

    def send(self, message: bytes) -> None:
        """Send a pickled order; raises OSError if the worker has gone."""
        self.connection.send_bytes(message)

    def receive(self) -> Answer | str:
        """The next message; raises EOFError or OSError if the worker has gone."""
        message: Answer | str = pickle.loads(self.connection.recv_bytes())
        return message


def _live(connection: Connection, home: Home) -> None:
    """In the child: take orders until told to end or until the runner has gone."""
    die_with_runner(home.parent)
    prepare_process()
    recording = Recording.attach(home.recording)
    worker = Worker(workload(home.workload), home.settings, recording, home.lane)
    worker.identify(home.created_ns)
    connection.send_bytes(pickled(READY))
    try:
        while True:
            order: Chunk | str = pickle.loads(connection.recv_bytes())
            if order == WARM_UP:
                worker.warm_up(home.warm_up)
                connection.send_bytes(pickled(WARM))
            elif isinstance(order, str):
                break
            else:
                connection.send_bytes(pickled(_run(worker, *order)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        # The runner has gone, and with it everybody who could want a result.
        os._exit(1)
    worker.end()


def _run(worker: Worker, first: int, arguments: list[Any], number: int) -> Answer:
    results: list[object] = []
    failures: list[tuple[int, str]] = []
    folded = 0
    for task, argument in enumerate(arguments, first):
        if not worker.may_begin():
            break
        try:
            result = worker.run(task, argument, number)
            folded = add_digests(folded, digest(task, result))
        except BaseException as error:  # noqa: BLE001 - whatever user code raises
            failures.append((task, describe(error)))
        else:
            results.append((task, result))
    return _answer(results, folded, failures)


def _answer(results: list[Any], folded: int, failures: list[tuple[int, str]]) -> Answer:
    """Pickle the results here, where an object that cannot be is a failure of its task alone."""
    try:
        return pickled(results), len(results), folded, failures
    except Exception:  # noqa: BLE001 - pickling runs the user's code
        sendable: list[Any] = []
        folded = 0
        for task, result in results:
            try:
                pickled(result)
            except Exception as error:  # noqa: BLE001 - the same
                failures.append(
                    (task, f"its result cannot be pickled: {describe(error, place=False)}")
                )
            else:
                sendable.append((task, result))
                folded = add_digests(folded, digest(task, result))
        return pickled(sendable), len(sendable), folded, failures


def pickled(value: object) -> bytes:
    """A message for the other end; raises what pickling raises."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)

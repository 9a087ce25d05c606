"""What pools run in their workers: the same traced task, its faults left to the pool."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from concur_workloads.backends.parcel import reply_to, unpacked
from concur_workloads.catalog.loading import load_workload
from concur_workloads.catalog.own import OwnFunctionError
from concur_workloads.catalog.workload import Settings
from concur_workloads.recorder.layout import Gate
from concur_workloads.recorder.recording import Recording
from concur_workloads.worker import Worker, prepare_output, prepare_process
from concur_workloads.worker_setup import WorkerSetup

if TYPE_CHECKING:
    from concur_workloads.backends.base import Host


@dataclass(frozen=True)
class PoolHome:
    """What the workers of one pool need to find their places: all of it picklable."""

    recording: str
    workload: str
    settings: Settings
    setup: WorkerSetup

    @classmethod
    def of(cls, host: Host) -> PoolHome:
        """The home of a host's workers."""
        return cls(host.recording.path, host.workload.name, host.settings, host.setup)


#: The worker of a thread, and that of an interpreter which is one as a whole.
_here = threading.local()
_whole: list[Worker] = []

#: Why there is no worker here; as the initializer that found it would break the pool by raising it,
#: and the pool would not tell it, the meeting does.
_unfit: list[OwnFunctionError] = []

#: The attachment of this process, shared by its threads and kept as long as the process lives.
_attached: dict[str, Recording] = {}
_attaching = threading.Lock()


def settle(home: PoolHome, next_lane: Callable[[], int]) -> None:
    """The initializer of a worker thread: take the next free lane."""
    _settle_on(home, _recording(home), next_lane())


def settle_process(
    home: PoolHome, runner: int | None, *, keeps_signal_handlers: bool = False
) -> None:
    """The initializer of a worker process: take a lane that no living one has."""
    from concur_workloads.isolation import die_with_runner
    from concur_workloads.recorder.claims import claim_lane

    recording = _recording(home)
    # The system binds a process to the thread that created it. Those that replace others are
    # created by a thread of the library, which ends before they do when the pool is closed.
    if recording.gate is Gate.STARTING or runner is None:
        die_with_runner(runner)
    if keeps_signal_handlers:
        prepare_output()
    else:
        prepare_process()
    _settle_on(home, recording, claim_lane(recording))


def settle_in_turn(
    home: PoolHome, runner: int | None, warm_up: int, *, keeps_signal_handlers: bool = False
) -> None:
    """The same where workers are replaced: one that comes later gets ready and warm by itself."""
    from concur_workloads.backends.observed_context import own_creation_ns

    settle_process(home, runner, keeps_signal_handlers=keeps_signal_handlers)
    if not _unfit:
        end_with_process(this_worker())
    if _recording(home).gate is Gate.STARTING:
        return  # The meeting will see to it.
    worker = this_worker()
    worker.get_ready(own_creation_ns())
    if worker.may_begin():
        worker.warm_up(warm_up)


def end_with_process(worker: Worker) -> None:
    """Have its lane say when it takes no more tasks: no pool tells its processes to end."""
    from multiprocessing.util import Finalize

    # Before all that others have for that moment.
    Finalize(None, worker.end_at_rest, exitpriority=1_000)


def _recording(home: PoolHome) -> Recording:
    with _attaching:
        if home.recording not in _attached:
            _attached[home.recording] = Recording.attach(home.recording)
        return _attached[home.recording]


def settle_interpreter(home: PoolHome, lane: int) -> None:
    """The initializer of an interpreter, where each call finds thread-locals of its own."""
    _whole.extend(_made(home, _recording(home), lane))


def _settle_on(home: PoolHome, recording: Recording, lane: int) -> None:
    for made in _made(home, recording, lane):
        _here.worker = made


def _made(home: PoolHome, recording: Recording, lane: int) -> list[Worker]:
    """The worker of a lane; none if the function that it shall call cannot be imported here."""
    try:
        loaded = load_workload(home.workload)
    except OwnFunctionError as error:
        _unfit.append(error)
        return []
    return [Worker(loaded, home.settings, home.setup, recording, lane)]


def this_worker() -> Worker:
    """The worker that the calling thread is, or this whole interpreter."""
    worker: Worker = _whole[0] if _whole else _here.worker
    return worker


def meet(created_ns: int, warm_up: int) -> int:
    """Say that this worker is ready, hold it until all are, then warm up; the process id.

    An executor starts its workers on demand, so each must be kept busy until the last has come.
    """
    if _unfit:
        raise _unfit[0]
    worker = this_worker()
    # Only here: of two workers that are ready, one could attend twice and leave the other cold.
    worker.get_ready(created_ns)
    if worker.may_begin():
        worker.warm_up(warm_up)
    return os.getpid()


def run_chunk(first: int, sent: Any, number: int) -> Any:
    """Run tasks one after the other; raises what a task raises, which loses the whole chunk.

    The list that arrives is shorter than that of the arguments when the run was cancelled.
    """
    worker = this_worker()
    results = []
    for task, argument in enumerate(unpacked(sent, worker.handling), first):
        if not worker.may_begin(task):
            break
        results.append(worker.run(task, argument, number))
    return reply_to(sent, results, worker.handling)

"""What every backend tells of its workers, in the same words."""

from __future__ import annotations

from time import monotonic_ns

from concur_workloads.backends.base import Host, PassOutcome
from concur_workloads.protocol.events import PassStarted, WorkerExited, WorkerReady
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader, LaneStatus
from concur_workloads.recorder.writer import LaneWriter


def exited(
    host: Host,
    worker: int,
    pid: int,
    exit_code: int | None,
    *,
    expected: bool,
    status: LaneStatus | None = None,
    ended_ns: int | None = None,
) -> WorkerExited:
    """How a worker ended and on which task, as its last `status` says.

    Without that its lane is asked, which says it until a successor uses it. `ended_ns` is by when
    it had ended, if that was not now.
    """
    lane = LaneReader(host.recording, worker)
    if status is None:
        said = lane.status()
        status = said if lane.identity().pid == pid else None
    if ended_ns is None:
        ended_ns = monotonic_ns()
    if status is not None and status.state is State.RUNNING:
        return WorkerExited(
            worker, pid, exit_code, expected, ended_ns, status.task, status.since_ns
        )
    if status is not None and status.state is State.ENDED:
        ended_ns = status.since_ns
    return WorkerExited(worker, pid, exit_code, expected, ended_ns)


class Reporter:
    """Tells the program what happens to the workers of a host's run."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def begin(self, number: int) -> PassOutcome:
        """Start the clock of a pass and tell it."""
        outcome = PassOutcome.begin(number)
        self._host.emit(PassStarted(number, outcome.start_ns))
        return outcome

    def worker_starting(self, worker: int) -> None:
        """Say in its lane that a worker is being created; call it before there is one."""
        writer = LaneWriter(self._host.recording, worker)
        # Who worked here before is not who is ready now.
        writer.identify(0, 0, 0, 0)
        writer.say(State.STARTING)

    def worker_ready(self, worker: int) -> None:
        """Tell that a worker is ready, as its lane says."""
        lane = LaneReader(self._host.recording, worker).identity()
        self._host.emit(
            WorkerReady(worker, lane.pid, lane.native_id, lane.created_ns, lane.ready_ns)
        )

    def worker_exited(self, worker: int, exit_code: int | None, *, expected: bool) -> None:
        """Tell that a worker ended."""
        pid = LaneReader(self._host.recording, worker).identity().pid
        self._host.emit(exited(self._host, worker, pid, exit_code, expected=expected))

"""What every backend tells of its workers, in the same words."""

from __future__ import annotations

from concur_workloads.backends.base import Host, PassOutcome
from concur_workloads.protocol.events import PassStarted, WorkerExited, WorkerReady
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.writer import LaneWriter


def exited(
    host: Host, worker: int, pid: int, exit_code: int | None, *, expected: bool
) -> WorkerExited:
    """How a worker ended and on which task, as its lane says until a successor uses it."""
    lane = LaneReader(host.recording, worker)
    status = lane.status()
    if lane.identity().pid != pid or status.state is not State.RUNNING:
        return WorkerExited(worker, pid, exit_code, expected)
    return WorkerExited(worker, pid, exit_code, expected, status.task, status.since_ns)


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

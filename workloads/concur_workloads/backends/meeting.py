"""The meeting that all workers of a pool attend before the first pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from concur_workloads.backends.base import Broken, Host
from concur_workloads.backends.reporting import Reporter
from concur_workloads.recorder.layout import Gate
from concur_workloads.recorder.reader import LaneReader

_POLL_S = 0.002

CauseOf = Callable[[BaseException], str]


class Meeting:
    """Holds every worker in `meet` until all have come, as pools start theirs on demand.

    It does not keep `cause_of`, which knows the backend that has the meeting: the two would keep
    each other, and with them the descriptors of a pool that has ended.
    """

    def __init__(self, host: Host, readers: Mapping[int, LaneReader]) -> None:
        self._host = host
        self._readers = readers
        self._calls: list[Future[Any]] = []

    def open(self) -> bool:
        """Have workers wait once they are ready; False if the run was cancelled before."""
        if self._host.recording.gate is Gate.CANCELLED:
            return False
        self._host.recording.gate = Gate.STARTING
        reporter = Reporter(self._host)
        for lane in self._readers:
            reporter.worker_starting(lane)
        return True

    def invite(self, call: Future[Any]) -> None:
        """Note a call that the end of the meeting is to wait for."""
        self._calls.append(call)

    def wait_for_all(self, cause_of: CauseOf) -> bool:
        """Wait until all are ready; False if the run is cancelled first.

        Raises Broken with the words of `cause_of` for what kept one from coming.
        """
        while not all(reader.identity().ready_ns for reader in self._readers.values()):
            self._host.step(_POLL_S)
            if self._host.recording.gate is Gate.CANCELLED:
                return False
            self._check(cause_of)
        return True

    def end(self, cause_of: CauseOf) -> None:
        """Let each worker warm up and leave, and wait until all have; raises Broken likewise."""
        if self._host.recording.gate is Gate.STARTING:
            self._host.recording.gate = Gate.OPEN
        while not all(call.done() for call in self._calls):
            self._host.step(_POLL_S)
            # At once, as the others may be on warm-up tasks that do not end.
            self._check(cause_of)
        self._check(cause_of)

    def _check(self, cause_of: CauseOf) -> None:
        for call in self._calls:
            error = call.exception() if call.done() else None
            if error is not None:
                cause = cause_of(error).rstrip(".")
                raise Broken(f"Not all workers got ready: {cause}.")

"""The processes that an executor creates, and which of them has which lane now."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from multiprocessing.process import BaseProcess
from time import monotonic

from concur_workloads.backends.base import Host
from concur_workloads.backends.process_end import true_exit_code
from concur_workloads.backends.reporting import Reporter, exited
from concur_workloads.recorder.reader import LaneReader, LaneStatus

#: How long a successor may be in coming when no process is left.
_SUCCESSOR_LIMIT_S = 1.0


class ExecutorProcesses:
    """Finds the process of each lane, and tells of those that gave their lane to a successor."""

    def __init__(self, host: Host, readers: Mapping[int, LaneReader]) -> None:
        self._host = host
        self._readers = readers
        self._reporter = Reporter(host)
        self._created: list[BaseProcess] = []
        self._by_lane: dict[int, BaseProcess] = {}
        self._told: set[BaseProcess] = set()
        #: By process, what its lane said last.
        self._was_on: dict[int, LaneStatus] = {}
        self._alone_since_s: float | None = None

    def creating(self, process: BaseProcess) -> None:
        """Note a process that is about to be started, in whichever thread."""
        self._note_ended()
        self._created.append(process)

    def _note_ended(self) -> None:
        """Note what those that have ended were on, before others take their lanes."""
        for lane, process in list(self._by_lane.items()):
            pid = process.pid or 0
            if _exists(pid):
                continue
            # The other readers are used in the runner's main thread.
            reader = LaneReader(self._host.recording, lane)
            status = reader.status()
            if reader.identity().pid == pid:
                self._was_on[pid] = status

    def __iter__(self) -> Iterator[tuple[int, BaseProcess]]:
        """Each lane with its process."""
        return iter(self._by_lane.items())

    def of(self, lane: int) -> BaseProcess | None:
        """The process that has a lane now."""
        return self._by_lane.get(lane)

    def look(self) -> None:
        """Find out who has which lane; tell of those that came after the first."""
        created = list(self._created)
        # Before the lanes are read: what has ended now has written all that it ever will.
        ended = [process for process in created if not _exists(process.pid)]
        by_pid = {process.pid: process for process in created}
        holders = set()
        for lane, reader in self._readers.items():
            identity = reader.identity()
            holders.add(identity.pid)
            process, former = by_pid.get(identity.pid), self._by_lane.get(lane)
            if process is None or process is former or not identity.ready_ns:
                continue
            if former is not None:
                if former.exitcode is None:
                    continue  # Some thread of the executor has it, and is about to set it.
                self.tell_end(lane, former)
                self._reporter.worker_ready(lane)
            self._by_lane[lane] = process
        for process in ended:
            # The system gives its number to others, who are none of ours.
            if process.pid not in holders:
                self._created.remove(process)

    def tell_ended(self) -> None:
        """Tell who has ended, also where no successor comes: what is forked may never get ready."""
        for lane, process in self._by_lane.items():
            if not _exists(process.pid) and process.exitcode is not None:
                self.tell_end(lane, process)

    def exit_code(self, process: BaseProcess) -> int | None:
        """How a process ended, once the executor has waited for it; None if that is not known."""
        return true_exit_code(process.exitcode, self._host.spec.start_method)

    def tell_end(self, lane: int, process: BaseProcess, *, as_planned: bool = True) -> None:
        """Tell how a process ended, once the executor has waited for it; tells it once only."""
        if process in self._told:
            return
        self._told.add(process)
        pid, code = process.pid or 0, self.exit_code(process)
        holder = self._readers[lane].identity()
        # It was created when the executor had noticed the end.
        noticed_ns = holder.created_ns if holder.pid != pid else 0
        self._host.emit(
            exited(
                self._host,
                lane,
                pid,
                code,
                expected=as_planned and not code,
                status=self._was_on.pop(pid, None),
                ended_ns=noticed_ns or None,
            )
        )

    def is_told(self, process: BaseProcess) -> bool:
        """Whether the end of a process has been told."""
        return process in self._told

    def have_all_gone(self) -> bool:
        """Whether no process is left, for so long that none will follow."""
        if any(_exists(process.pid) for process in list(self._created)):
            self._alone_since_s = None
            return False
        now_s = monotonic()
        if self._alone_since_s is None:
            self._alone_since_s = now_s
        return now_s - self._alone_since_s > _SUCCESSOR_LIMIT_S


def _exists(pid: int | None) -> bool:
    # Not by the object: only one thread may ask that for the exit code of a forked server's child.
    try:
        os.kill(pid or 0, 0)
    except ProcessLookupError:
        return False
    return True

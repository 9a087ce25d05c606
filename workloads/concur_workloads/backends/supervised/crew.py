"""The supervised workers of one run, and their private pipes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from time import monotonic_ns
from typing import Generic, TypeVar

from concur_workloads.backends.base import Host
from concur_workloads.backends.reporting import Reporter
from concur_workloads.backends.supervised.orders import END, WorkerHome, pickled
from concur_workloads.backends.supervised.supervised_worker import SupervisedWorker

W = TypeVar("W", bound=SupervisedWorker)


class Crew(ABC, Generic[W]):
    """Holds a worker for each lane and calls back when one speaks or ends."""

    def __init__(
        self, host: Host, on_message: Callable[[W], None], on_exit: Callable[[W, str], None]
    ) -> None:
        self._host = host
        self._reporter = Reporter(host)
        self._on_message = on_message
        self._on_exit = on_exit
        self._workers: dict[int, W] = {}

    def _home(self, lane: int) -> WorkerHome:
        host = self._host
        return WorkerHome(
            host.recording.path,
            lane,
            host.workload.name,
            host.settings,
            host.setup,
            host.spec.warm_up,
            monotonic_ns(),
        )

    @abstractmethod
    def create(self, lane: int) -> None:
        """Start a worker for a lane; raises OSError."""

    @abstractmethod
    def kill(self, lane: int, signal_name: str) -> None:
        """Send a signal that a person asked for; raises Refusal."""

    @abstractmethod
    def stop(self) -> None:
        """Ask all workers to end, and see to it that they do."""

    def __iter__(self) -> Iterator[W]:
        """The workers as they are now; some may leave while this goes on."""
        return iter(list(self._workers.values()))

    def has_busy(self) -> bool:
        """Whether any has a chunk; asked for each message, so it copies nothing."""
        for worker in self._workers.values():  # noqa: SIM110 - a generator takes twice as long
            if worker.chunks:
                return True
        return False

    def send(self, worker: W, *messages: bytes) -> None:
        """Send now what goes and the rest when there is room.

        What one that died cannot get is given back when its exit is noticed.
        """
        with suppress(OSError):
            was_full = worker.pipe.has_unsent
            worker.pipe.send(*messages)
            if worker.pipe.has_unsent and not was_full:
                self._host.watch_room(worker.pipe.outgoing_fileno(), partial(self._flush, worker))

    def retire(self, worker: W) -> None:
        """Ask one that has no chunks to end; it counts as ended when its exit is noticed."""
        worker.is_retired = True
        self.send(worker, pickled(END))

    def hasten_retired(self) -> None:
        """End those by force that were asked to and have not ended in time, where it can be done.

        Called again and again while a pass is on.
        """

    def _flush(self, worker: W) -> None:
        with suppress(OSError):
            worker.pipe.flush()
            if worker.pipe.has_unsent:
                return
        self._host.unwatch(worker.pipe.outgoing_fileno())

    def mute(self, worker: W) -> None:
        """Stop listening to one that has closed its end; its exit tells what that means."""
        self._host.unwatch(worker.pipe.fileno())
        self._host.unwatch(worker.pipe.outgoing_fileno())

    def dismiss(self, worker: W) -> None:
        """Let go of one that has ended, once what it had sent was read."""
        self.mute(worker)
        worker.close()
        del self._workers[worker.lane]

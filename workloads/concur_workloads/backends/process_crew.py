"""The supervised processes of one run: created, watched, killed and joined one by one."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from time import monotonic, monotonic_ns

from concur_workloads.backends.base import Host, Refusal
from concur_workloads.backends.reporting import Reporter
from concur_workloads.backends.worker_process import END, ProcessHome, WorkerProcess, pickled
from concur_workloads.exit_status import exit_words

_JOIN_LIMIT_S = 1.0


class ProcessCrew:
    """Holds a `WorkerProcess` for each lane and calls back when one speaks or ends."""

    def __init__(
        self,
        host: Host,
        on_message: Callable[[WorkerProcess], None],
        on_exit: Callable[[WorkerProcess, str], None],
    ) -> None:
        self._host = host
        self._reporter = Reporter(host)
        self._on_message = on_message
        self._on_exit = on_exit
        self._context = multiprocessing.get_context(host.spec.start_method)
        self._workers: dict[int, WorkerProcess] = {}
        self._signals: dict[int, tuple[signal.Signals, str]] = {}
        host.on_fork(self._close_in_child)

    def __iter__(self) -> Iterator[WorkerProcess]:
        """The workers as they are now; some may leave while this goes on."""
        return iter(list(self._workers.values()))

    def has_busy(self) -> bool:
        """Whether any has a chunk; asked for each message, so it copies nothing."""
        for worker in self._workers.values():  # noqa: SIM110 - a generator takes twice as long
            if worker.chunks:
                return True
        return False

    def create(self, lane: int) -> None:
        """Start a process for a lane; raises OSError."""
        host = self._host
        # The parent of a worker from a fork server is that server, not this process.
        parent = None if host.spec.start_method == "forkserver" else os.getpid()
        home = ProcessHome(
            host.recording.path,
            lane,
            host.workload.name,
            host.settings,
            host.setup,
            host.spec.warm_up,
            monotonic_ns(),
            parent,
        )
        self._reporter.worker_starting(lane)
        self._workers[lane] = worker = WorkerProcess(self._context, home, host.spec)
        try:
            worker.start()
        except OSError:
            worker.pipe.close()
            del self._workers[lane]
            raise
        host.watch(worker.pipe.fileno(), partial(self._on_message, worker))
        host.watch(worker.process.sentinel, partial(self._ended, worker))

    def send(self, worker: WorkerProcess, *messages: bytes) -> None:
        """Send now what goes and the rest when there is room.

        What one that died cannot get is given back when its exit is noticed.
        """
        with suppress(OSError):
            was_full = worker.pipe.has_unsent
            worker.pipe.send(*messages)
            if worker.pipe.has_unsent and not was_full:
                self._host.watch_room(worker.pipe.outgoing_fileno(), partial(self._flush, worker))

    def retire(self, worker: WorkerProcess) -> None:
        """Ask one that has no chunks to end; it counts as ended when its exit is noticed."""
        worker.is_retired = True
        self.send(worker, pickled(END))

    def _flush(self, worker: WorkerProcess) -> None:
        with suppress(OSError):
            worker.pipe.flush()
            if worker.pipe.has_unsent:
                return
        self._host.unwatch(worker.pipe.outgoing_fileno())

    def mute(self, worker: WorkerProcess) -> None:
        """Stop listening to one that has closed its end; its exit tells what that means."""
        self._host.unwatch(worker.pipe.fileno())
        self._host.unwatch(worker.pipe.outgoing_fileno())

    def _ended(self, worker: WorkerProcess) -> None:
        self._host.unwatch(worker.process.sentinel)
        worker.process.join()
        code = worker.process.exitcode
        number, words = self._signals.pop(worker.lane, (None, ""))
        self._reporter.worker_exited(worker.lane, code, expected=worker.is_retired and code == 0)
        self._on_exit(worker, words if number is not None and code == -number else exit_words(code))

    def dismiss(self, worker: WorkerProcess) -> None:
        """Let go of one that has ended, once what it had sent was read."""
        self.mute(worker)
        worker.pipe.close()
        del self._workers[worker.lane]

    def signal(self, worker: WorkerProcess, number: signal.Signals, words: str) -> None:
        """Send a signal; `words` say how it ended, should that end it."""
        pid = worker.process.pid
        assert pid is not None
        self._signals[worker.lane] = (number, words)
        # It may have ended just now; that is noticed by itself.
        with suppress(ProcessLookupError):
            os.kill(pid, number)

    def is_being_killed(self, worker: WorkerProcess) -> bool:
        """Whether SIGKILL is on its way."""
        number, _ = self._signals.get(worker.lane, (None, ""))
        return number is signal.SIGKILL

    def kill(self, lane: int, signal_name: str) -> None:
        """Send a signal that a person asked for; raises Refusal."""
        worker = self._workers.get(lane)
        if worker is None or not worker.process.is_alive():
            raise Refusal(f"Worker {lane} is not running now.")
        words = f"was ended by {signal_name} on request"
        self.signal(worker, signal.Signals[signal_name], words)

    def stop(self) -> None:
        """Ask all workers to end, then terminate, then kill those who do not."""
        for worker in self:
            self.mute(worker)
            self._host.unwatch(worker.process.sentinel)
            self.send(worker, pickled(END))
        self._join()
        for worker in self:
            if worker.process.is_alive():
                worker.process.terminate()
        self._join()
        for worker in self:
            if worker.process.is_alive():
                worker.process.kill()
            worker.process.join()
            self._reporter.worker_exited(worker.lane, worker.process.exitcode, expected=True)

    def _join(self) -> None:
        limit = monotonic() + _JOIN_LIMIT_S
        for worker in self:
            worker.process.join(max(0.0, limit - monotonic()))

    def _close_in_child(self) -> None:
        """A worker must not hold the runner's ends of its own pipe or of its siblings'."""
        for worker in self:
            worker.pipe.close()

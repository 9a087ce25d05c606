"""What a backend is to the runner, and what the runner is to a backend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic_ns
from typing import Protocol

from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.protocol.events import Event
from concur_workloads.recorder.recording import Recording
from concur_workloads.spec import RunSpec
from concur_workloads.worker_setup import WorkerSetup


class Broken(Exception):
    """The backend cannot go on; the text is the cause, for the person."""


class Host(Protocol):
    """The runner's single-threaded loop, as a backend sees it."""

    spec: RunSpec
    workload: Workload
    settings: Settings
    setup: WorkerSetup
    recording: Recording

    def emit(self, event: Event) -> None:
        """Tell the program."""

    def watch(self, source: int, ready: Callable[[], None]) -> None:
        """Call `ready` from `step` whenever the file descriptor can be read."""

    def watch_room(self, target: int, ready: Callable[[], None]) -> None:
        """Call `ready` from `step` whenever the file descriptor can be written."""

    def unwatch(self, source: int) -> None:
        """Stop watching a file descriptor."""

    def step(self, timeout_s: float | None) -> None:
        """Wait for a watched descriptor or a command, at most `timeout_s`; handle what is ready."""

    def on_fork(self, close: Callable[[], None]) -> None:
        """Call `close` in every process that is forked from the runner."""

    def abandon(self, what: str) -> None:
        """Say that something still runs that cannot be ended but with the runner itself."""


@dataclass
class PassOutcome:
    """What became of the tasks of one pass; `digest` folds the results."""

    number: int
    start_ns: int
    end_ns: int = 0
    completed: int = 0
    failed: int = 0
    digest: int = 0
    cause: str = ""

    @classmethod
    def begin(cls, number: int) -> PassOutcome:
        """Start the clock."""
        return cls(number, monotonic_ns())

    def end(self) -> PassOutcome:
        """Stop the clock."""
        self.end_ns = monotonic_ns()
        return self


class Backend(Protocol):
    """One mechanism that runs tasks; created for one run, called from the runner's main thread."""

    def start(self) -> None:
        """Create all workers, wait until they are ready, tell each; raises Broken or OSError."""

    def warm_up(self) -> None:
        """Let each worker run the spec's warm-up tasks; raises Broken."""

    def run_pass(self, number: int) -> PassOutcome:
        """Run all tasks once. Faults of tasks and workers are told and counted, not raised."""

    def kill_worker(self, worker: int, signal_name: str) -> None:
        """Send a signal to one worker; raises Refusal."""

    def stop(self) -> None:
        """End the workers, by force if they do not end in time."""


class Refusal(Exception):
    """A command that this backend cannot carry out; the text is the reason."""

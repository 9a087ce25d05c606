"""One run in a runner: from the program's commands to a backend's calls."""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from time import monotonic, monotonic_ns

from concur_workloads import gil
from concur_workloads.backends.base import Backend, Broken, PassOutcome, Refusal
from concur_workloads.backends.registry import backend, make_backend
from concur_workloads.catalog.loading import load_workload
from concur_workloads.catalog.own import OwnFunctionError
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.digest import is_comparable
from concur_workloads.parameter import SpecError
from concur_workloads.protocol import events
from concur_workloads.protocol.commands import (
    Cancel,
    Command,
    KillWorker,
    Pause,
    Quit,
    Resume,
    RunPass,
    Start,
)
from concur_workloads.recorder.conditions import read_conditions
from concur_workloads.recorder.layout import Gate
from concur_workloads.recorder.recording import Recording
from concur_workloads.runner.channel import ControlChannel
from concur_workloads.runner.forks import Forks
from concur_workloads.runner.loop import Loop
from concur_workloads.spec import RunSpec
from concur_workloads.worker import describe
from concur_workloads.worker_setup import WorkerSetup

#: Threads that are about to end, as those of a pool that was shut down, get so long to do it.
_THREADS_LIMIT_S = 0.3


class Run(Loop):
    """Carries out commands, in order where they take time, at once where they steer."""

    spec: RunSpec
    workload: Workload
    settings: Settings
    setup: WorkerSetup

    def __init__(
        self, channel: ControlChannel, recording: Recording, end_everything: Callable[[], None]
    ) -> None:
        self.recording = recording
        self.abandoned = False
        self._end_everything = end_everything
        super().__init__(channel)
        self._orders: deque[Command] = deque()
        self._backend: Backend | None = None
        self._fixtures = ExitStack()
        self._conditions: events.Conditions | None = None
        self._forks = Forks()
        self._is_renewing = self._pause_is_due = False

    def serve(self) -> None:
        """Carry out commands until Quit, then shut down."""
        try:
            while True:
                while not self._orders:
                    self.step(None)
                order = self._orders.popleft()
                if isinstance(order, Start):
                    self._start(RunSpec.from_dict(order.spec))
                elif isinstance(order, RunPass):
                    self._run_pass(order.number)
                else:
                    break
        except (Broken, OwnFunctionError) as error:
            self.emit(events.Broken(str(error)))
        except Exception as error:  # noqa: BLE001 - the program must be told, whatever it is
            self.emit(events.Broken(f"The runner failed: {describe(error)}"))
        self._stop()

    def on_program_gone(self) -> None:
        """Nobody is left who could want this run."""
        self._end_everything()

    def on_command(self, command: Command) -> None:
        """Steer at once, or keep for later what takes time."""
        gate = self.recording.gate
        if isinstance(command, Cancel):
            self.recording.gate = Gate.CANCELLED
        elif self._is_renewing and isinstance(command, Pause | Resume):
            self._pause_is_due = isinstance(command, Pause)
        elif isinstance(command, Pause):
            if gate is not Gate.OPEN:
                self.emit(events.Refused("pause", f"The run is {gate.name.lower()} now."))
                return
            self._pause()
        elif isinstance(command, Resume):
            if gate is Gate.PAUSED:
                self._resume()
        elif isinstance(command, KillWorker):
            self._kill(command)
        else:
            if isinstance(command, Quit):
                self.recording.gate = Gate.CANCELLED
            self._orders.append(command)

    def _pause(self) -> None:
        self.recording.gate = Gate.PAUSED
        self.emit(events.Paused(monotonic_ns()))

    def _resume(self) -> None:
        # Before the first task that begins.
        resumed = events.Resumed(monotonic_ns())
        self.recording.gate = Gate.OPEN
        self.emit(resumed)

    def _kill(self, command: KillWorker) -> None:
        try:
            if self._backend is None:
                raise Refusal("There are no workers yet.")
            self._backend.kill_worker(command.worker, command.signal)
            sent = f"{command.signal} was sent to worker {command.worker}"
            self.emit(events.Note("info", sent))
        except Refusal as refusal:
            self.emit(events.Refused("kill worker", str(refusal)))

    def _start(self, spec: RunSpec) -> None:
        self.spec = spec
        self.workload = load_workload(spec.workload)
        started_ns = monotonic_ns()
        settings = dict(self.workload.resolve(spec.parameters))
        if self.workload.fixture is not None:
            try:
                fixture = self.workload.fixture(
                    settings, Stage(spec.workers, spec.tasks, spec.start_method)
                )
                settings.update(self._fixtures.enter_context(fixture))
            except OSError as error:
                raise Broken(f"What {spec.workload} needs did not start: {error}.") from error
            except SpecError as error:
                raise Broken(str(error)) from error
        self.settings = settings
        self.setup = WorkerSetup.of(spec)
        fixture_s = (monotonic_ns() - started_ns) / 1e9
        if self.workload.fixture is not None:
            self.emit(
                events.Note("debug", f"the workload's own needs were up in {fixture_s:.3f} s")
            )
        self.emit(self._create_workers())

    def _create_workers(self) -> events.WorkersReady:
        began_ns = monotonic_ns()
        try:
            self._backend = make_backend(self)
            self._backend.start()
            ready_ns = monotonic_ns()
            self._backend.warm_up()
        except OSError as error:
            raise Broken(f"The workers could not be created: {error}.") from error
        warm_ns = monotonic_ns()
        self._tell_conditions()
        self._tell_forks()
        return events.WorkersReady(
            began_ns, (ready_ns - began_ns) / 1e9, (warm_ns - ready_ns) / 1e9
        )

    def _tell_conditions(self) -> None:
        """Tell under what conditions tasks run, if that is not what was told last."""
        lanes = range(1, self.spec.workers + 1)
        told = [read_conditions(self.recording, lane) for lane in lanes]
        known = [each for each in told if each is not None]
        if not known:
            return
        with_gil = sum(each.gil for each in known)
        if not backend(self.spec.backend).capabilities.own_gil_per_worker:
            # They share that of the runner, which tasks may have turned on since.
            with_gil = len(known) if gil.is_on() else 0
        found = events.Conditions(len(known), with_gil, known[0].switch_interval_s)
        if found != self._conditions:
            self._conditions = found
            self.emit(found)

    def _tell_forks(self) -> None:
        news = self._forks.news()
        if news is not None and self.spec.start_method == "fork":
            self.emit(news)

    def _run_pass(self, number: int) -> None:
        if self._backend is None:
            raise Broken("A pass was asked for before the workers were started.")
        if self.spec.recycle and number > 1:
            self._renew_workers(self._backend, number)
        outcome = self._backend.run_pass(number)
        self._tell_conditions()
        self._tell_forks()
        self.emit(self._finished(outcome))

    def _renew_workers(self, backend: Backend, number: int) -> None:
        """Create others for the next pass; also in a pause they get ready first."""
        gate = self.recording.gate
        backend.stop()
        if gate is Gate.PAUSED:
            self.recording.gate = Gate.OPEN
        self._is_renewing, self._pause_is_due = True, gate is Gate.PAUSED
        ready = self._create_workers()
        self._is_renewing = False
        if self._pause_is_due and self.recording.gate is Gate.OPEN:
            self._pause()
        elif gate is Gate.PAUSED:
            self.emit(events.Resumed(monotonic_ns()))
        took_ms = ready.startup_s * 1e3
        self.emit(events.Note("info", f"new workers for pass {number} in {took_ms:.1f} ms"))

    def _finished(self, outcome: PassOutcome) -> events.PassFinished:
        whole = outcome.completed == self.spec.tasks
        if outcome.failed or outcome.cause:
            status = "failed"
        elif not whole:
            status = "cancelled"
        else:
            status = "completed"
        comparable = is_comparable(outcome.digest)
        return events.PassFinished(
            outcome.number,
            status,
            outcome.start_ns,
            outcome.end_ns,
            outcome.completed,
            outcome.failed,
            f"{outcome.digest:016x}" if whole and comparable else "",
            outcome.cause,
            comparable,
        )

    def abandon(self, what: str) -> None:
        """Remember that only the end of this process ends everything, and say so."""
        self.abandoned = True
        self.emit(events.Note("warning", f"ended together with the runner: {what}"))

    def _stop(self) -> None:
        began_ns = monotonic_ns()
        self.recording.gate = Gate.CANCELLED
        if self._backend is not None:
            self._backend.stop()
        shutdown_s = (monotonic_ns() - began_ns) / 1e9
        self._fixtures.close()
        self._abandon_threads()
        self.emit(events.Stopped(shutdown_s))
        sys.stdout.flush()

    def _abandon_threads(self) -> None:
        """Python would wait for what tasks have left running here before it ends."""
        until_s = monotonic() + _THREADS_LIMIT_S
        left = [
            each
            for each in threading.enumerate()
            if each is not threading.main_thread() and not each.daemon
        ]
        for each in left:
            each.join(max(0.0, until_s - monotonic()))
        left = [each for each in left if each.is_alive()]
        if left and not self.abandoned:
            some = "a thread" if len(left) == 1 else f"{len(left)} threads"
            self.abandon(f"{some} that a task left running")

"""Inside a worker: run one task, time it, record it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from math import isfinite, nan
from typing import Any, NamedTuple

from concur_workloads import gil
from concur_workloads.catalog.figures import Outcome
from concur_workloads.catalog.here import Here
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.digest import digest
from concur_workloads.recorder.conditions import LaneConditions, write_conditions
from concur_workloads.recorder.handling import LaneHandling
from concur_workloads.recorder.layout import Gate, Kind, State
from concur_workloads.recorder.python_thread import write_python_thread
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.waits import LaneWaits
from concur_workloads.recorder.writer import LaneWriter, cpu_clock_ns, wall_clock_ns
from concur_workloads.worker_setup import WorkerSetup

# As plain numbers: to name a member of an enum takes longer than to write a record.
_OPEN = int(Gate.OPEN)
_CANCELLED = int(Gate.CANCELLED)
_TASK = int(Kind.TASK)

_GATE_POLL_S = 0.002
_LONGEST_CAUSE = 500
_CALIBRATIONS = 51


class Phase(NamedTuple):
    """What a task run in it is recorded as, and what its worker is said to do meanwhile."""

    kind: int
    failed_kind: int
    state: int


MEASURED = Phase(_TASK, int(Kind.FAILED_TASK), int(State.RUNNING))
WARMING_UP = Phase(int(Kind.WARM_UP), int(Kind.WARM_UP), int(State.WARMING_UP))


class OutcomeError(Exception):
    """What a task gave as its figures cannot be kept; the text says why."""


class Worker:
    """What runs tasks of one workload on one lane; used by one thread only."""

    def __init__(
        self,
        workload: Workload,
        settings: Settings,
        setup: WorkerSetup,
        recording: Recording,
        lane: int,
    ) -> None:
        self.lane = lane
        self.handling = LaneHandling(recording, lane)
        self._setup = setup
        self._workload = workload
        self._body = workload.body
        self._settings = {**settings, "here": Here(lane, LaneWaits(recording, lane))}
        self._figures = {each.name: place for place, each in enumerate(workload.figures)}
        self._recording = recording
        self._gate = recording.gate_word
        self._writer = LaneWriter(recording, lane)
        self._cost_of_reading_ns = 0

    def get_ready(self, created_ns: int) -> None:
        """Set up this thread, publish who works on this lane, and that it is ready now.

        Raises SetupError.
        """
        self._setup.apply(self.lane)
        self.take_place(created_ns)

    def take_place(self, created_ns: int) -> None:
        """The same in a thread that was set up for another worker."""
        self._cost_of_reading_ns = _cost_of_reading_ns()
        write_python_thread(self._recording, self.lane)
        pid, native_id = os.getpid(), threading.get_native_id()
        self._writer.identify(pid, native_id, created_ns, wall_clock_ns())
        self._tell_conditions()
        self._writer.say(State.IDLE)

    def _tell_conditions(self) -> None:
        found = LaneConditions(gil.is_on(), sys.getswitchinterval())
        write_conditions(self._recording, self.lane, found)

    def warm_up(self, tasks: int) -> None:
        """Run some tasks that count for nothing; one that raises is left to the measured passes."""
        for _ in range(tasks):
            if not self.may_begin():
                return
            try:
                argument = make_argument(self._workload, WARM_UP_TASK, self._settings)
                self.run(WARM_UP_TASK, argument, 0, WARMING_UP)
            except BaseException as error:  # noqa: BLE001 - whatever user code raises
                print(f"A warm-up task raised {describe(error)}", file=sys.stderr)
        # What a task imports may have turned the GIL on.
        self._tell_conditions()

    def may_begin(self, task: int | None = None) -> bool:
        """Wait while the run is paused or starting; False once it is cancelled.

        A task for which others wait in theirs may begin even so: they could neither go on nor rest.
        """
        while True:
            gate = self._gate[0]
            if gate == _OPEN:
                return True
            if task is not None and self._workload.together and self._is_awaited(task):
                return True
            if gate == _CANCELLED:
                return False
            time.sleep(_GATE_POLL_S)

    def _is_awaited(self, task: int) -> bool:
        """Whether another worker is on a task of the same round."""
        # Late, as most runs are neither paused nor cancelled.
        from concur_workloads.recorder.reader import LaneReader

        lanes = self._recording.layout.lanes
        others = (LaneReader(self._recording, lane) for lane in range(1, lanes + 1))
        return any(
            status.state is State.RUNNING and status.task // lanes == task // lanes
            for status in (other.status() for other in others)
        )

    def run(self, task: int, argument: Any, number: int, phase: Phase = MEASURED) -> object:
        """Run one task of pass `number`; returns its result or raises what it raised."""
        body, settings, writer = self._body, self._settings, self._writer
        kind, failed_kind, state = phase
        writer.say(state, task, number)
        cpu_ns = cpu_clock_ns()
        start_ns = wall_clock_ns()
        try:
            result = body(argument, settings)
        except BaseException:
            end_ns = wall_clock_ns()
            cpu_ns = cpu_clock_ns() - cpu_ns - self._cost_of_reading_ns
            writer.record(failed_kind, task, number, start_ns, end_ns, cpu_ns)
            raise
        end_ns = wall_clock_ns()
        cpu_ns = cpu_clock_ns() - cpu_ns - self._cost_of_reading_ns
        if type(result) is Outcome:
            result = self._keep_figures(result, phase, task, number, start_ns, end_ns, cpu_ns)
        writer.record(kind, task, number, start_ns, end_ns, cpu_ns)
        return result

    def _keep_figures(
        self,
        outcome: Outcome,
        phase: Phase,
        task: int,
        number: int,
        start_ns: int,
        end_ns: int,
        cpu_ns: int,
    ) -> object:
        """Write what a task measured before its own record, which announces it; its result.

        Raises OutcomeError, having recorded no more than that the task failed.
        """
        try:
            figures = [
                (self._place_of(name), _number(name, value))
                for name, value in outcome.figures.items()
            ]
        except OutcomeError:
            self._writer.record(phase.failed_kind, task, number, start_ns, end_ns, cpu_ns)
            raise
        if phase is MEASURED:
            for place, value in figures:
                self._writer.keep_figure(place, value, number, end_ns)
        return outcome.result

    def _place_of(self, name: str) -> int:
        if name not in self._figures:
            known = ", ".join(self._figures) or "none"
            raise OutcomeError(f"{name!r} is no figure of {self._workload.name} (it has {known})")
        return self._figures[name]

    def check(self, task: int, result: object) -> int:
        """The digest of a result; what it takes to work it out is counted."""
        if result is None:
            return digest(task, None)
        begun_ns = wall_clock_ns()
        found = digest(task, result)
        self.handling.checked(wall_clock_ns() - begun_ns)
        return found

    def end(self) -> None:
        """Say that this worker takes no more tasks."""
        self._writer.say(State.ENDED)

    def end_at_rest(self) -> None:
        """The same unless it is in a task: then its lane shall tell on which it ended."""
        # Late, as most workers are told to end and never need it.
        from concur_workloads.recorder.reader import LaneReader

        if LaneReader(self._recording, self.lane).status().state is State.IDLE:
            self.end()


def _number(name: str, value: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = nan
    if not isfinite(number):
        raise OutcomeError(f"the figure {name!r} is {value!r}, which is no number")
    return number


def _cost_of_reading_ns() -> int:
    """The CPU time that the readings round a task usually see of themselves.

    The shortest tasks take less, and would seem to be on a CPU for longer than they last. Where a
    reading took less than usual, the CPU time of a task may come out below nothing; the sum of
    many is right.
    """
    costs = []
    for _ in range(_CALIBRATIONS):
        cpu_ns = cpu_clock_ns()
        wall_clock_ns()
        wall_clock_ns()
        costs.append(cpu_clock_ns() - cpu_ns)
    return sorted(costs)[_CALIBRATIONS // 2]


def make_argument(workload: Workload, task: int, settings: Settings) -> object:
    """What travels to the worker for one task."""
    return task if workload.argument is None else workload.argument(task, settings)


def prepare_process() -> None:
    """Give a fresh worker process default signals, lines at once, a trace when it crashes."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare_output()


def prepare_output() -> None:
    """Send each printed line at once, and a trace when this process crashes."""
    # Late, as an interpreter beside the main one cannot have it.
    import faulthandler

    print_lines_whole()
    faulthandler.enable()


def print_lines_whole() -> None:
    """Send each printed line at once, whole, so that lines of several workers do not mix."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(line_buffering=True, errors="backslashreplace")


def describe(error: BaseException, *, place: bool = True) -> str:
    """What was raised and, where it tells something, in which line; bounded, without newlines."""
    if isinstance(error, SystemExit):
        text = f"SystemExit: sys.exit({error.code!r}) was called"
    else:
        try:
            message = str(error)
        except Exception:  # noqa: BLE001 - the class is the user's
            message = "(its message cannot be shown)"
        text = f"{type(error).__name__}: {message}" if message else type(error).__name__
    text = " ".join(text.split())[:_LONGEST_CAUSE]
    frames = traceback.extract_tb(error.__traceback__)
    if place and frames:
        last = frames[-1]
        text += f" (in {last.name}, {os.path.basename(last.filename)} line {last.lineno})"
    return text

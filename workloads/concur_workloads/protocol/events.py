"""What a runner tells the program: low-rate facts; single tasks are in the recording.

Every `*_ns` is CLOCK_MONOTONIC in nanoseconds, the same clock in all processes of a machine.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hello:
    """The runner is up: the handshake, with the interpreter that it runs on."""

    schema: int
    pid: int
    python: str
    implementation: str
    executable: str
    free_threaded: bool
    gil: bool


@dataclass(frozen=True)
class WorkerReady:
    """A worker has started and can take tasks; `worker` counts from 1."""

    worker: int
    pid: int
    native_id: int
    created_ns: int
    ready_ns: int


@dataclass(frozen=True)
class WorkersReady:
    """All workers are ready and warm; phases in seconds, the first of which began at `began_ns`."""

    began_ns: int
    startup_s: float
    warm_up_s: float


@dataclass(frozen=True)
class Conditions:
    """What the workers found when they were warm, or the runner after a pass that changed it.

    `workers_with_gil` of `workers` have the GIL on: an import may turn it on in a free-threaded
    build.
    """

    workers: int
    workers_with_gil: int
    switch_interval_s: float


@dataclass(frozen=True)
class Forked:
    """So many `threads` ran in the runner when it forked, itself included: the most so far.

    `names` are those that Python knows beside the forking one.
    """

    threads: int
    names: list[str]


@dataclass(frozen=True)
class WorkerExited:
    """A worker ended; `exit` is its exit code, negative for the signal that ended it.

    None for a thread, which has no exit code. From `ended_ns` on it took no more tasks, as its lane
    says, or had ended by then. `task` is the one that it was on, since `since_ns`, -1 if there was
    none or its lane did not say so any more.
    """

    worker: int
    pid: int
    exit: int | None
    expected: bool
    ended_ns: int
    task: int = -1
    since_ns: int = 0


@dataclass(frozen=True)
class TaskFailed:
    """A task did not give a result; `worker` is None when it never reached one."""

    number: int
    task: int
    worker: int | None
    cause: str


@dataclass(frozen=True)
class PassStarted:
    """The clock of a pass has started: all workers stood ready."""

    number: int
    start_ns: int


@dataclass(frozen=True)
class LoopLag:
    """How late timers of an event loop fired in a part of a pass, in nanoseconds."""

    number: int
    late_ns: list[int]


@dataclass(frozen=True)
class PassFinished:
    """A pass ended; `status` is completed, failed (see `cause`) or cancelled.

    `checksum` folds every result, in any order; it is empty when not all tasks gave one, and when
    not all results are `comparable`.
    """

    number: int
    status: str
    start_ns: int
    end_ns: int
    completed: int
    failed: int
    checksum: str
    cause: str = ""
    comparable: bool = True


@dataclass(frozen=True)
class Paused:
    """No further task begins, from `at_ns` on but for one of each worker that was about to."""

    at_ns: int


@dataclass(frozen=True)
class Resumed:
    """Tasks begin again, none before `at_ns`."""

    at_ns: int


@dataclass(frozen=True)
class Refused:
    """A command was not carried out, and why."""

    command: str
    reason: str


@dataclass(frozen=True)
class Note:
    """A line for the log; `level` is debug, info, warning or error."""

    level: str
    text: str


@dataclass(frozen=True)
class Broken:
    """The run cannot go on; the runner shuts down."""

    cause: str


@dataclass(frozen=True)
class Stopped:
    """The workers were shut down; the runner ends now."""

    shutdown_s: float


Event = (
    Hello
    | WorkerReady
    | WorkersReady
    | Conditions
    | Forked
    | WorkerExited
    | TaskFailed
    | PassStarted
    | LoopLag
    | PassFinished
    | Paused
    | Resumed
    | Refused
    | Note
    | Broken
    | Stopped
)
EVENTS: tuple[type[Event], ...] = (
    Hello,
    WorkerReady,
    WorkersReady,
    Conditions,
    Forked,
    WorkerExited,
    TaskFailed,
    PassStarted,
    LoopLag,
    PassFinished,
    Paused,
    Resumed,
    Refused,
    Note,
    Broken,
    Stopped,
)

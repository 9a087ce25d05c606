"""What a running experiment looks like at one moment, frozen, for any screen to draw."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from concur_workloads.recorder.python_thread import PythonThread
    from concur_workloads.results.activity import Activity
    from concur_workloads.results.deadlock import Deadlock
    from concur_workloads.results.figures import FigureReading
    from concur_workloads.results.gil_use import GilLook
from concur_workloads.results.hand_overs import HandOvers

Role = Literal["serial", "backend"]


class Phase(enum.Enum):
    """Where an experiment stands; the value is the word that is shown."""

    STARTING = "starting"
    WARMING_UP = "warming up"
    SERIAL_PASS = "serial pass"
    BACKEND_PASS = "backend pass"
    SHUTTING_DOWN = "shutting down"
    ENDED = "ended"


@dataclass(frozen=True)
class LogEntry:
    """One line for the log; `time_s` is the wall clock (seconds since the epoch).

    `level` is debug, info, warning or error; `source` is run, serial, runner, stdout or stderr.
    """

    time_s: float
    level: str
    source: str
    text: str


@dataclass(frozen=True)
class Span:
    """One finished stretch of a lane, in seconds since the experiment began.

    `kind` is start-up, warm-up, task, failed or lost, which is a task that its worker took along;
    of that no CPU time is known. `task` is -1 where there is none. Tasks too short to be seen
    apart are told as one, as long as they took together, with the number of the last; `tasks` says
    how many they are.
    """

    lane: int
    start_s: float
    end_s: float
    kind: str
    task: int
    cpu_s: float
    tasks: int = 1


@dataclass(frozen=True)
class CpuShare:
    """How much of an interval the thread of a lane was on a CPU, 0 to 1, from the kernel.

    `otherwise` is what it was seen at most often during the rest, None if that was not seen. Of
    coroutines, which share a thread, it counts in their own steps, and that they await, they say.
    """

    lane: int
    start_s: float
    end_s: float
    share: float
    otherwise: Activity | None = None


@dataclass(frozen=True)
class SharedGil:
    """The GIL that the workers of the backend share.

    `looks` for who held it, and `bursts` of looks for how often it changes hands, are only what is
    new since the previous snapshot; `unseen` says why nobody can see that, empty where it can be
    seen.
    """

    looks: tuple[GilLook, ...] = ()
    unseen: str = ""
    bursts: tuple[HandOvers, ...] = ()


@dataclass(frozen=True)
class LaneSnapshot:
    """One worker now; lane numbers are places on the screen, from 0, stable during a run.

    `state` is new, starting, idle, warming up, running, ended or dead; `task` is None when it is on
    none; `since_s` is when that began, in seconds since the experiment began. `activity` is what
    its thread was seen at last, None where that cannot be seen; `shares` says how much of its time
    in tasks so far it was at what, 0 to 1 each. `python_thread` is what its thread is for Python,
    None before it has said so.
    """

    lane: int
    role: Role
    worker: int
    label: str
    pid: int
    native_id: int
    state: str
    task: int | None
    since_s: float
    ok: int
    failed: int
    busy_s: float
    cpu_s: float
    exit: int | None
    activity: Activity | None = None
    shares: tuple[tuple[Activity, float], ...] = ()
    python_thread: PythonThread | None = None


@dataclass(frozen=True)
class Latency:
    """Percentiles of what took how long, or came how late, in seconds."""

    p50: float
    p95: float
    p99: float
    max: float


@dataclass(frozen=True)
class RunSnapshot:
    """An experiment now. `spans` and `shares` are only what is new since the previous snapshot.

    `gil` is None where the workers of the backend share none.

    `done` and `total` count tasks of all passes; `remaining_s` is an estimate from the tasks so
    far, None when there is nothing to estimate from; `throughput_per_s` is over the last second;
    `loop_lag` is how late timers of the backend's event loop fired so far, if it has one;
    `figures` are what the backend's tasks measured themselves so far; `deadlock` is one that nobody
    has got out of yet.
    """

    elapsed_s: float
    phase: Phase
    pass_number: int
    passes: int
    paused: bool
    cancelling: bool
    done: int
    total: int
    remaining_s: float | None
    throughput_per_s: float
    latency: Latency | None
    loop_lag: Latency | None
    figures: tuple[FigureReading, ...]
    deadlock: Deadlock | None
    missed_records: int
    lanes: tuple[LaneSnapshot, ...]
    spans: tuple[Span, ...]
    shares: tuple[CpuShare, ...]
    gil: SharedGil | None = None

"""What the program may ask of a runner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Start:
    """Create the workers of a spec (`RunSpec.to_dict()`) and warm them up."""

    spec: dict[str, Any]


@dataclass(frozen=True)
class RunPass:
    """Run all tasks of the spec once; `number` counts passes from 1."""

    number: int


@dataclass(frozen=True)
class Cancel:
    """Begin no further task; the pass ends when those under way have ended."""


@dataclass(frozen=True)
class Pause:
    """Begin no further task until Resume."""


@dataclass(frozen=True)
class Resume:
    """Begin tasks again after Pause."""


@dataclass(frozen=True)
class KillWorker:
    """Send a signal ("SIGTERM" or "SIGKILL") to one worker that is a process."""

    worker: int
    signal: str


@dataclass(frozen=True)
class Quit:
    """Shut the workers down and end the runner."""


Command = Start | RunPass | Cancel | Pause | Resume | KillWorker | Quit
COMMANDS: tuple[type[Command], ...] = (Start, RunPass, Cancel, Pause, Resume, KillWorker, Quit)

"""What a run asks of each worker's own thread or process before its first task."""

from __future__ import annotations

import importlib
import os
import sys
from dataclasses import dataclass
from functools import reduce

from concur_workloads.spec import RunSpec


class SetupError(Exception):
    """A worker could not be set up as the run asks; the text says what failed, for the person."""


@dataclass(frozen=True)
class WorkerSetup:
    """CPU affinity, niceness, switch interval and initializer of the workers of one run; picklable.

    `cpus` are those that the runner may use.
    """

    cpus: tuple[int, ...]
    affinity: str
    niceness: int
    switch_interval_s: float | None
    initializer: str | None

    @classmethod
    def of(cls, spec: RunSpec) -> WorkerSetup:
        """What a spec asks for, on the CPUs that this process may use."""
        cpus = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        return cls(
            tuple(cpus), spec.affinity, spec.niceness, spec.switch_interval_s, spec.initializer
        )

    def apply(self, lane: int) -> None:
        """Set up the calling thread, which is worker `lane` from now on; raises SetupError."""
        try:
            if self.affinity != "free":
                place = 0 if self.affinity == "one-core" else (lane - 1) % len(self.cpus)
                # Of Linux's threads each has its own affinity and niceness; 0 is the calling one.
                os.sched_setaffinity(0, {self.cpus[place]})
            if self.niceness:
                os.nice(self.niceness)
            if self.switch_interval_s is not None:
                sys.setswitchinterval(self.switch_interval_s)
        except OSError as error:
            raise SetupError(f"{error.strerror or error}") from error
        if self.initializer is not None:
            _call(self.initializer)


def _call(initializer: str) -> None:
    """Import and call what `module:function` names."""
    module, _, path = initializer.partition(":")
    try:
        function = reduce(getattr, path.split("."), importlib.import_module(module))
        function()  # type: ignore[operator]
    except BaseException as error:
        raise SetupError(f"the initializer {initializer} raised {error!r}") from error

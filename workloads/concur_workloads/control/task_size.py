"""How many bytes a task must hash to take a wanted time, as measured here and now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from concur_workloads.control.checks import prepare
from concur_workloads.results.run_result import RunResult
from concur_workloads.spec import RunSpec

#: The fewest with which the two ways to hash differ.
_FEWEST_BYTES = 2_048

_CALIBRATED_BYTES = (8_192, 1_048_576)
_CALIBRATION_TASKS = 40


@dataclass(frozen=True)
class TaskSize:
    """A straight line: seconds for a task without bytes, and for each byte."""

    fixed_s: float
    byte_s: float

    def bytes_for(self, size_s: float) -> int:
        """So many that a task takes about `size_s`."""
        return max(_FEWEST_BYTES, round((size_s - self.fixed_s) / self.byte_s))


async def calibrated(
    workload: str, interpreter: str | None, run: Callable[[RunSpec], Awaitable[RunResult]]
) -> TaskSize | RunResult:
    """Measured with two sizes, serially; the result of the run that failed or was cancelled."""
    times_s = []
    for size in _CALIBRATED_BYTES:
        result = await run(
            prepare(
                RunSpec(
                    workload,
                    {"bytes": size},
                    backend="serial",
                    workers=1,
                    tasks=_CALIBRATION_TASKS,
                    repeats=1,
                    interpreter=interpreter,
                )
            )
        )
        if result.latency is None or result.status != "completed":
            return result
        times_s.append(result.latency.p50)
    small, large = _CALIBRATED_BYTES
    byte_s = (times_s[1] - times_s[0]) / (large - small)
    return TaskSize(max(0.0, times_s[0] - small * byte_s), byte_s)

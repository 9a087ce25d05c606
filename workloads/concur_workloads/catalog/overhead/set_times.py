"""Tasks that do nothing, or just so much: what is left is the cost of the mechanism."""

from __future__ import annotations

from time import perf_counter_ns

from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter


def _no_op(_task: int, _settings: Settings) -> None:
    return None


async def _no_op_in_loop(_task: int, _settings: Settings) -> None:
    return None


def _busy_wait(_task: int, settings: Settings) -> None:
    deadline = perf_counter_ns() + int(settings["milliseconds"] * 1e6)
    while perf_counter_ns() < deadline:
        pass


WORKLOADS = (
    Workload(
        name="no-op",
        title="no-op",
        family="Overhead",
        kind="overhead only",
        summary="A task that does nothing: all the time it takes is the mechanism's own.",
        look_at=(
            "Wall time divided by tasks is what this backend costs for each task. Work much "
            "smaller than that cannot gain from it."
        ),
        parameters=(),
        body=_no_op,
        coroutine=_no_op_in_loop,
        default_tasks=1_000,
    ),
    Workload(
        name="busy-wait",
        title="busy wait",
        family="Overhead",
        kind="fixed time, holds the GIL",
        summary="Spins for a fixed time by the clock, whether or not it gets a CPU.",
        look_at=(
            "It takes the same time however slow its worker is, so the efficiency shows what "
            "the mechanism adds between tasks, not how fast the CPUs are."
        ),
        parameters=(
            Parameter("milliseconds", 1.0, "how long a task spins", 0.01, 60_000.0, unit="ms"),
        ),
        body=_busy_wait,
        default_tasks=200,
    ),
)

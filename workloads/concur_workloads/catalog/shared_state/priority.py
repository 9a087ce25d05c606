"""Priority: what stepping back for others means where all want one CPU."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.shared_state.common_ground import BACKENDS, ELSEWHERE
from concur_workloads.catalog.shared_state.partners import Partners, make_partners
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter, SpecError

#: Whether this thread has stepped back, which it cannot take back.
_thread = threading.local()


@contextmanager
def _partners(_settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    yield {"partners": make_partners(stage)}


def _compete(task: int, settings: Settings) -> Outcome | float:
    length_ms: float = settings["length_ms"]
    if task == WARM_UP_TASK:
        return length_ms
    partners: Partners = settings["partners"]
    worker: int = settings["here"].worker
    with partners.at_work(worker), _on_one_cpu():
        if worker > 1:
            _step_back(settings["step"])
        partners.gather(worker)
        share = _share_of_cpu(length_ms)
        partners.gather(worker)
    return Outcome(length_ms, {"CPU, worker 1" if worker == 1 else "CPU, others": share})


def _share_of_cpu(length_ms: float) -> float:
    """Compute for so long by the clock; how much of that this thread was on a CPU, in percent."""
    began_ns, began_cpu_ns = time.monotonic_ns(), time.thread_time_ns()
    end_ns = began_ns + length_ms * 1e6
    while time.monotonic_ns() < end_ns:
        pass
    cpu_ns = time.thread_time_ns() - began_cpu_ns
    return 100 * cpu_ns / (time.monotonic_ns() - began_ns)


@contextmanager
def _on_one_cpu() -> Iterator[None]:
    """Bind this thread to the first CPU that it may use, for the length of a block."""
    usable = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(usable)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, usable)


def _step_back(step: int) -> None:
    """Of Linux's threads each has its own niceness; without rights it can only be raised."""
    if not hasattr(_thread, "has_stepped_back"):
        os.nice(step)
        _thread.has_stepped_back = True


def _check(_settings: Settings, _backend: str) -> None:
    if not hasattr(os, "sched_setaffinity"):
        why = "another: only Linux binds workers to one CPU and lets each step back by itself"
        raise SpecError("workload", "priority", why)


WORKLOADS = (
    Workload(
        name="priority",
        title="priority",
        family="Shared state",
        kind="CPU-bound, on one CPU",
        summary="All workers compute on the same CPU at once; all but worker 1 step back (nice).",
        look_at=(
            "Compare what worker 1 has of the CPU with what each other has, and turn the dial from "
            "0 to 19. With processes the system alone divides the CPU. With threads the GIL "
            "decides who may compute, and it knows nothing of niceness: see what is left of the "
            "priority."
        ),
        parameters=(
            Parameter("step", 10, "how far the others step back (niceness)", 0, 19),
            Parameter("length_ms", 200.0, "how long all compute in a round", 1, 600_000, unit="ms"),
        ),
        body=_compete,
        fixture=_partners,
        baseline=False,
        figures=(
            Figure(
                "CPU, worker 1", "%", "share of a round that it was on the CPU, by its own clock"
            ),
            Figure("CPU, others", "%", "the same of each worker that has stepped back"),
        ),
        backends=BACKENDS,
        elsewhere=ELSEWHERE,
        together=True,
        fewest_workers=2,
        check=_check,
        smallest={"length_ms": 20.0},
    ),
)

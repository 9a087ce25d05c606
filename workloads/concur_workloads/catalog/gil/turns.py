"""Who has the GIL and for how long, seen from the gaps in what a thread gets done."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from time import perf_counter_ns

from concur_workloads import gil
from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.thread_switches import switches_of_this_thread
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

#: What lasts longer than this between two readings of the clock was no reading, nor an interrupt.
_GAP_NS = 50_000


def _gaps(readings: int) -> tuple[int, list[tuple[int, int]], int]:
    """When reading the clock so often began, where it stood still, and when it was over, in ns."""
    gaps = []
    began_ns = last_ns = perf_counter_ns()
    for _ in range(readings):
        now_ns = perf_counter_ns()
        if now_ns - last_ns > _GAP_NS:
            gaps.append((last_ns, now_ns))
        last_ns = now_ns
    return began_ns, gaps, last_ns


def turns_and_waits(
    began_ns: int, gaps: Sequence[tuple[int, int]], ended_ns: int
) -> tuple[list[int], list[int]]:
    """How long the stretches between gaps were, and how long the gaps, in ns."""
    edges = [began_ns, *(edge for gap in gaps for edge in gap), ended_ns]
    lengths = [end - start for start, end in pairwise(edges)]
    return lengths[::2], lengths[1::2]


def _take_turns(_task: int, settings: Settings) -> Outcome:
    # Late, as the workbench imports all workloads when it starts.
    from statistics import median

    readings: int = settings["readings"]
    before = switches_of_this_thread()
    began_ns, gaps, ended_ns = _gaps(readings)
    after = switches_of_this_thread()
    turns_ns, waits_ns = turns_and_waits(began_ns, gaps, ended_ns)
    figures = {
        "turn (estimate)": median(turns_ns) / 1e9,
        "longest turn (estimate)": max(turns_ns) / 1e9,
    }
    if waits_ns:
        figures["wait (estimate)"] = median(waits_ns) / 1e9
        figures["longest wait (estimate)"] = max(waits_ns) / 1e9
    if before is not None and after is not None:
        figures["pushed off a CPU"] = after.since(before).involuntary
    if gil.is_on():
        figures["GIL held (estimate)"] = 100 * sum(turns_ns) / (ended_ns - began_ns)
    return Outcome(readings, figures)


_STOOD_STILL = "two readings of the clock that are more than 50 µs apart"

WORKLOADS = (
    Workload(
        name="gil-turns",
        title="turns with the GIL",
        family="GIL",
        kind="CPU-bound, holds the GIL",
        summary="Reads the clock over and over in Python, and takes gaps for waiting for the GIL.",
        look_at=(
            "On threads of a Python with the GIL, a turn ends when another thread has asked for it "
            "for one switch interval: set that with --switch-interval, and see turns and waits "
            "follow. These are estimates: a gap may also be the work of the kernel, which counts "
            "how often it pushed a thread off. Compare with as many processes: they share no GIL, "
            "so that the gaps that are left are the kernel's."
        ),
        parameters=(
            Parameter(
                "readings", 1_000_000, "how often a task reads the clock", 1_000, 1_000_000_000
            ),
        ),
        body=_take_turns,
        default_tasks=8,
        figures=(
            Figure("turn (estimate)", "s", f"median time without {_STOOD_STILL}"),
            Figure("longest turn (estimate)", "s", f"longest time without {_STOOD_STILL}"),
            Figure("wait (estimate)", "s", f"median time between {_STOOD_STILL}"),
            Figure("longest wait (estimate)", "s", f"longest time between {_STOOD_STILL}"),
            Figure(
                "pushed off a CPU",
                "",
                "gaps that were not for want of the GIL: how often the kernel gave the CPU of a "
                "thread to another, as it has counted",
                summed=True,
            ),
            Figure(
                "GIL held (estimate)",
                "%",
                "share of a task that is turns, taken to be with the GIL; not told where it is off",
            ),
        ),
        smallest={"readings": 50_000},
    ),
)

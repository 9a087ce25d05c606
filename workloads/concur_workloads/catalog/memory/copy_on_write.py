"""Memory that a forked child shares with its parent until one of the two writes to it."""

from __future__ import annotations

from collections.abc import Mapping

from concur_workloads.catalog.figures import Figure, Measured, Outcome
from concur_workloads.catalog.fork_safety import SINGLE_THREADED, WHY
from concur_workloads.catalog.log_lines import teller
from concur_workloads.catalog.memory.copying import steps_of_a_child
from concur_workloads.catalog.memory.footprint import require_footprints
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_MIB = 1 << 20

_WRITE, _READ, _READ_OBJECTS = "write bytes", "read bytes", "read objects"

#: What a child copies for other reasons, and how far what it copied may be off.
_ALLOWANCE_BYTES = 2 * _MIB
_ALLOWANCE_SHARE = 0.1


def _use_in_a_child(task: int, settings: Settings) -> Outcome:
    use, size_mib = settings["use"], settings["size_mib"]
    tell = teller(task, settings)
    steps = steps_of_a_child(use, size_mib, settings["steps"])
    for step in steps:
        held = step.footprint
        tell(
            f"{step.share * 100:.0f} % used: "
            f"USS {held.uss / _MIB:.1f} MiB, PSS {held.pss / _MIB:.1f} MiB"
        )
    first, last = steps[0].footprint, steps[-1].footprint
    return Outcome(
        len(steps),
        {
            "USS before": first.uss,
            "USS after": last.uss,
            "PSS before": first.pss,
            "PSS after": last.pss,
            "time per MiB": sum(step.seconds for step in steps) / size_mib,
        },
    )


def _check(_settings: Settings, _backend: str) -> None:
    require_footprints("copy-on-write")


def _verify(measured: Mapping[str, Measured], settings: Settings) -> str:
    size = settings["size_mib"] * _MIB
    copied = measured["USS after"].median - measured["USS before"].median
    # Reference counts stand beside what they count, in as many pages as the allocator likes.
    expected = 0 if settings["use"] == _READ else size
    if abs(copied - expected) > _ALLOWANCE_BYTES + _ALLOWANCE_SHARE * size:
        return (
            f"the child copied {copied / _MIB:.1f} MiB of {size / _MIB:.0f} MiB, "
            f"but with {settings['use']} it should be about {expected / _MIB:.0f}"
        )
    return ""


WORKLOADS = (
    Workload(
        name="copy-on-write",
        title="copy on write",
        family="Memory",
        kind="uses memory after a fork",
        summary=(
            "A forked child uses more and more of its parent's memory; what does it hold alone?"
        ),
        look_at=(
            "Right after the fork the child shares the pages of its parent. Follow in the log how "
            "much it holds alone (USS) as it uses them step by step, and the time for each MiB. "
            "Writing bytes, reading bytes and reading Python objects are three different things: "
            "see for which of them the memory of many forked workers grows, although none writes."
        ),
        parameters=(
            Parameter(
                "use",
                _WRITE,
                "what the child does with the memory",
                choices=(_WRITE, _READ, _READ_OBJECTS),
            ),
            Parameter(
                "size_mib", 64, "how much memory the parent has for it", 1, 4_096, unit="MiB"
            ),
            Parameter("steps", 4, "in how many equal steps the child uses it", 1, 100),
        ),
        body=_use_in_a_child,
        default_tasks=3,
        default_repeats=1,
        baseline=False,
        figures=(
            Figure("USS before", "B", "what the child holds alone after the fork (smaps_rollup)"),
            Figure("USS after", "B", "what it holds alone when it has used all of the memory"),
            Figure("PSS before", "B", "that and its part of shared pages, after the fork"),
            Figure("PSS after", "B", "the same when it has used all of the memory"),
            Figure("time per MiB", "s", "what using a MiB takes the child, copying included"),
        ),
        backends=SINGLE_THREADED,
        elsewhere=WHY,
        check=_check,
        verify=_verify,
        smallest={"size_mib": 8, "steps": 1},
        smallest_tasks=1,
    ),
)

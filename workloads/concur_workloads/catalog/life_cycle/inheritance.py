"""What a child gets of its parent, by the way in which it is started."""

from __future__ import annotations

from collections.abc import Mapping

from concur_workloads.catalog.figures import Figure, Measured, Outcome
from concur_workloads.catalog.fork_safety import SINGLE_THREADED, WHY
from concur_workloads.catalog.life_cycle.belongings import belongings, found_here
from concur_workloads.catalog.life_cycle.heirs import found_by_child, get_ready_for
from concur_workloads.catalog.log_lines import teller
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter
from concur_workloads.spec import START_METHODS

_FIGURES = (
    Figure("global", "", "1 if the child has a global variable as changed before the start"),
    Figure("open descriptor", "", "1 if a pipe of the parent is open in the child, same number"),
    Figure("thread", "", "1 if a thread of the parent runs in the child too"),
    Figure("lock held", "", "1 if a lock that this thread holds cannot be had in the child"),
    Figure("environment", "", "1 if the child has a variable as changed before the start"),
    Figure("current folder", "", "1 if the child is in the folder that the parent changed to"),
    Figure("signal handler", "", "1 if the child has the parent's handler for a signal"),
    Figure("ignored signal", "", "1 if the child ignores a signal that the parent ignores"),
)

#: What memory holds: a copy of all of it is what fork means, and no other way has any of it.
_IN_MEMORY = ("global", "lock held", "signal handler")


def _inherit(task: int, settings: Settings) -> Outcome:
    kind = settings["kind"]
    get_ready_for(kind)
    with belongings() as marks:
        # The question itself is put to the test where the answer is known.
        ours = found_here(marks)
        if not all(ours.values()):
            missing = ", ".join(name for name, there in ours.items() if not there)
            raise RuntimeError(f"the parent itself does not find what it has: {missing}")
        found = found_by_child(kind, marks)
    has = ", ".join(name for name, there in found.items() if there) or "nothing"
    lacks = ", ".join(name for name, there in found.items() if not there) or "nothing"
    tell = teller(task, settings)
    tell(f"{kind} has {has}")
    tell(f"{kind} lacks {lacks}")
    return Outcome(found, {name: float(there) for name, there in found.items()})


def _verify(measured: Mapping[str, Measured], settings: Settings) -> str:
    """What no version of Python changes; the rest is for the person to see."""
    if measured["thread"].highest:
        return "a thread was found in a child, but no way to start one takes threads along"
    expected = 1.0 if settings["kind"] == "fork" else 0.0
    for name in _IN_MEMORY:
        if {measured[name].lowest, measured[name].highest} != {expected}:
            return f"{name} is {measured[name].median:g}, but memory is copied by fork alone"
    return ""


WORKLOADS = (
    Workload(
        name="inheritance",
        title="inheritance",
        family="Creation and life cycle",
        kind="what a child gets of its parent",
        summary=(
            "Changes, opens and starts things, starts a child and asks it which of them it has."
        ),
        look_at=(
            "Each figure is 1 if the child really found the thing and 0 if not. Go through the "
            "start methods and decide what your own program may rely on: a global that was set, a "
            "file that was opened, a thread that was started. Watch the lock: where it is held but "
            "the thread that holds it is not there, whoever wants it waits for ever."
        ),
        parameters=(
            Parameter(
                "kind",
                "fork",
                "how the child is started; subprocess is a program of its own",
                choices=(*START_METHODS, "subprocess"),
            ),
        ),
        body=_inherit,
        default_tasks=1,
        default_repeats=1,
        baseline=False,
        figures=_FIGURES,
        backends=SINGLE_THREADED,
        elsewhere=f"it sets signal handlers, which only a main thread may do, and it forks: {WHY}",
        verify=_verify,
        smallest_tasks=1,
    ),
)

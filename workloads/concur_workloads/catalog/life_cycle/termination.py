"""Ways in which a process ends, and what of its clean-up runs in each."""

from __future__ import annotations

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.fork_safety import SINGLE_THREADED, WHY
from concur_workloads.catalog.life_cycle.ways_to_end import WAYS, End, end_in
from concur_workloads.catalog.log_lines import teller
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter
from concur_workloads.spec import START_METHODS

_EACH = "each in turn"


def _end_children(task: int, settings: Settings) -> Outcome:
    ways = WAYS if settings["way"] == _EACH else (settings["way"],)
    ends = {way: end_in(way, settings["kind"]) for way in ways}
    tell = teller(task, settings)
    for way, end in ends.items():
        tell(f"{way}: exitcode {end.exit_code}; left {', '.join(_left_by(end)) or 'nothing'}")
    found = ends.values()
    return Outcome(
        [(way, end.exit_code, *end[2:]) for way, end in ends.items()],
        {
            "finally ran": sum(end.finally_ran for end in found),
            "atexit ran": sum(end.atexit_ran for end in found),
            "output arrived": sum(end.output_arrived for end in found),
            "time to end": sum(end.seconds for end in found) / len(ends),
        },
    )


def _left_by(end: End) -> list[str]:
    left = {
        "finally": end.finally_ran,
        "atexit": end.atexit_ran,
        "output": end.output_arrived,
        "thread": end.thread_finished,
    }
    return [name for name, there in left.items() if there]


WORKLOADS = (
    Workload(
        name="termination",
        title="termination",
        family="Creation and life cycle",
        kind="ends child processes",
        summary="Ends child processes in one way after the other and sees what they still did.",
        look_at=(
            "Read the log (4): for each way to end there is the exit code as Python shows it, and "
            "what the child really left in a pipe: from its finally block, from its atexit "
            "function, and from output that it had not flushed, and from a thread that worked on. "
            "Compare a thread with a daemon, which nobody waits for, and a polite signal with and "
            "without a handler. Then take another start method or Python and see whether atexit is "
            "as you expect."
        ),
        parameters=(
            Parameter("way", _EACH, "how the child ends", choices=(_EACH, *WAYS)),
            Parameter("kind", "fork", "how the child is started", choices=START_METHODS),
        ),
        body=_end_children,
        default_tasks=1,
        default_repeats=1,
        baseline=False,
        figures=(
            Figure("finally ran", "", "in how many of the ways that a task took, seen in a pipe"),
            Figure("atexit ran", "", "in how many of the ways that a task took, seen in a pipe"),
            Figure(
                "output arrived", "", "in how many of the ways a line arrived that was not flushed"
            ),
            Figure(
                "time to end", "s", "from the signal or order to the return of join(), on average"
            ),
        ),
        backends=SINGLE_THREADED,
        elsewhere=WHY,
        smallest={"way": "SIGTERM"},
        smallest_tasks=1,
    ),
)

"""A large block of bytes for a child process: sent, shared or inherited."""

from __future__ import annotations

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.fork_safety import SINGLE_THREADED, WHY
from concur_workloads.catalog.memory.handing_over import WAYS, hand_over
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter, SpecError
from concur_workloads.spec import START_METHODS


def _give_to_a_child(_task: int, settings: Settings) -> Outcome:
    done = hand_over(settings["way"], settings["size_mib"], settings["kind"])
    figures: dict[str, float] = {
        "prepare": done.prepare_s,
        "hand over": done.hand_over_s,
        "read": done.read_s,
        "through the pipe": done.piped,
    }
    if done.grown is not None:
        figures["child's own memory"] = done.grown
    return Outcome(settings["size_mib"], figures)


def _check(settings: Settings, _backend: str) -> None:
    if settings["way"] == "fork" and settings["kind"] != "fork":
        why = "fork where the bytes are inherited, as no other start method copies memory"
        raise SpecError("kind", settings["kind"], why)


WORKLOADS = (
    Workload(
        name="big-arguments",
        title="big arguments",
        family="Memory",
        kind="gives bytes to a child",
        summary="Gives a child process a large block of bytes by pipe, shared memory or fork.",
        look_at=(
            "Add up what a way costs: making the bytes ready, handing them over, and reading them "
            "for the first time, which is where shared pages are paid for. Then see how many bytes "
            "went through a pipe and how much more memory the child holds alone. Change the size: "
            "which parts grow with it? With fork, handing over includes the start of the child."
        ),
        parameters=(
            Parameter(
                "way",
                "pipe",
                "how the child gets them: pickled through a pipe, by name, or with its memory",
                choices=tuple(WAYS),
            ),
            Parameter("size_mib", 64, "how many bytes are given", 1, 1_024, unit="MiB"),
            Parameter("kind", "fork", "how the child is started", choices=START_METHODS),
        ),
        body=_give_to_a_child,
        default_tasks=6,
        default_repeats=1,
        figures=(
            Figure("prepare", "s", "pickling the bytes, or copying them into shared memory"),
            Figure(
                "hand over",
                "s",
                "from then until the child has them; with fork from before its start",
            ),
            Figure("read", "s", "a checksum over all of them in the child, its first use of them"),
            Figure("through the pipe", "B", "the length of the message that was sent"),
            Figure(
                "child's own memory",
                "B",
                "how much more the child holds alone when it has read them (USS)",
            ),
        ),
        backends=SINGLE_THREADED,
        elsewhere=WHY,
        check=_check,
        smallest={"size_mib": 1},
        smallest_tasks=2,
    ),
)

"""A mix of work that holds the GIL with work that does not, with a dial for the share."""

from __future__ import annotations

import hashlib
from time import perf_counter_ns

from concur_workloads.catalog.cpu.pure_python import sum_of_squares
from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_KIBIBYTE = 1 << 10


def _mixed(task: int, settings: Settings) -> Outcome:
    """Both kinds of steps evenly spread; each on its own by the clock."""
    steps: int = settings["steps"]
    holding = round(steps * settings["held_share"] / 100)
    block = bytes(settings["hash_kib"] * _KIBIBYTE)
    digest = hashlib.sha256(task.to_bytes(8, "little", signed=True))
    total = held_ns = released_ns = 0
    for step in range(steps):
        start_ns = perf_counter_ns()
        if (step + 1) * holding // steps > step * holding // steps:
            total += sum_of_squares(settings["held_terms"])
            held_ns += perf_counter_ns() - start_ns
        else:
            digest.update(block)
            released_ns += perf_counter_ns() - start_ns
    result = (total, digest.hexdigest())
    return Outcome(result, {"held steps": held_ns / 1e9, "free steps": released_ns / 1e9})


WORKLOADS = (
    Workload(
        name="gil-mix",
        title="GIL mix",
        family="CPU-bound",
        kind="CPU-bound, holds the GIL for a share that you set",
        summary="Steps that add up squares, and steps that hash, in the proportion that you set.",
        look_at=(
            "Turn the share from 100 % down to 0 and see how the speed-up of threads follows. The "
            "figures say how long a task was at each kind of step: run it serially for the true "
            "proportion. What grows on threads beyond that is time that a step had to wait."
        ),
        parameters=(
            Parameter("held_share", 50.0, "share of steps that hold the GIL", 0, 100, unit="%"),
            Parameter("steps", 100, "how many steps a task has", 1, 100_000),
            Parameter("held_terms", 5_000, "squares that a holding step adds", 1, 100_000_000),
            Parameter("hash_kib", 512, "what another step hashes", 2, 1 << 20, unit="KiB"),
        ),
        body=_mixed,
        figures=(
            Figure("held steps", "s", "time of a task in its steps that hold the GIL"),
            Figure("free steps", "s", "time of a task in its steps that release the GIL"),
        ),
        smallest={"steps": 4, "held_terms": 2_000, "hash_kib": 64},
    ),
)

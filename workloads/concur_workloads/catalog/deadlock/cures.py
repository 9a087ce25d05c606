"""What all deadlocks have in common: what is measured, and what a cure must come to."""

from __future__ import annotations

from collections.abc import Mapping

from concur_workloads.catalog.figures import Figure, Measured
from concur_workloads.catalog.workload import Settings

WAITED = Figure("waited", "s", "how long a task waited for others, by the clock")
BROKEN = Figure(
    "broken",
    "",
    "how often a task was told to give up what it waited for, as it would have waited for ever",
    summed=True,
)
TIMED_OUT = Figure(
    "timeouts", "", "how often a task let go of what it held and tried again", summed=True
)


def no_deadlock_if_cured(measured: Mapping[str, Measured], settings: Settings) -> str:
    """What is wrong with a run in which deadlocks were broken as they came."""
    broken = measured[BROKEN.name].total if BROKEN.name in measured else 0
    if settings["cure"] == "none" and not broken:
        return "there was no deadlock although nothing was done against it"
    if settings["cure"] != "none" and broken:
        return f"{broken:g} deadlocks came in spite of the cure {settings['cure']}"
    return ""

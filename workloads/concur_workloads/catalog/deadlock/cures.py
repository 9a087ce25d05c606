"""What all deadlocks have in common: what is measured, and what a cure must come to."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping

from concur_workloads.catalog.deadlock.watched_lock import GivenUp, Waiting
from concur_workloads.catalog.figures import Figure, Measured, Outcome
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


def try_until_done(
    task: int, waiting: Waiting, pause_s: float, attempt: Callable[[], bool]
) -> Outcome:
    """Attempt again after each timeout, which `attempt` tells as False, and each broken wait."""
    broken = timed_out = 0
    while True:
        try:
            if attempt():
                break
            timed_out += 1
        except GivenUp:
            broken += 1
        # What was let go of is the other's now, unless both come back at the same moment.
        time.sleep(random.uniform(1, 2) * pause_s)
    return Outcome(
        task, {WAITED.name: waiting.seconds, BROKEN.name: broken, TIMED_OUT.name: timed_out}
    )


def no_deadlock_if_cured(measured: Mapping[str, Measured], settings: Settings) -> str:
    """What is wrong with a run in which deadlocks were broken as they came."""
    broken = measured[BROKEN.name].total if BROKEN.name in measured else 0
    if settings["cure"] == "none" and not broken:
        return "there was no deadlock although nothing was done against it"
    if settings["cure"] != "none" and broken:
        return f"{broken:g} deadlocks came in spite of the cure {settings['cure']}"
    return ""

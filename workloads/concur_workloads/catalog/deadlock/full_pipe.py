"""A full pipe both ways: two workers that both write before they read."""

from __future__ import annotations

import time

from concur_workloads.catalog.deadlock.cures import BROKEN, WAITED, no_deadlock_if_cured
from concur_workloads.catalog.deadlock.pipes import (
    RESOURCES,
    Inbox,
    Reading,
    Writing,
    inboxes,
    partner_of,
)
from concur_workloads.catalog.deadlock.watched_lock import GivenUp
from concur_workloads.catalog.figures import Outcome
from concur_workloads.catalog.here import Here
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter


def _exchange(task: int, settings: Settings) -> Outcome | int:
    """Send so many bytes to the partner, and take as many from it."""
    if task == WARM_UP_TASK:
        return task
    here: Here = settings["here"]
    every: list[Inbox] = settings["inboxes"]
    own, theirs = every[here.worker - 1], every[partner_of(here.worker) - 1]
    size = settings["kibibytes"] << 10
    writing, reading = Writing(theirs, size), Reading(own, size)
    # Until it has read all, its partner waits for it to make room; until it has written all, to get
    # the rest.
    here.waits.hold(own.room)
    here.waits.hold(theirs.content)
    steps: list[Writing | Reading] = [writing, reading]
    if settings["cure"] == "one-reads-first" and here.worker % 2 == 0:
        steps.reverse()
    broken = 0
    began_s = time.monotonic()
    while steps:
        try:
            steps[0].finish(here)
            del steps[0]
        except GivenUp:
            # What can still be done is the other thing: it makes room for the partner.
            broken += 1
            steps.reverse()
    if reading.taken != size:
        raise ValueError(f"{reading.taken} of {size} bytes arrived")
    took_s = time.monotonic() - began_s
    return Outcome(size, {WAITED.name: took_s, BROKEN.name: broken})


WORKLOADS = (
    Workload(
        name="full-pipe",
        title="full pipes both ways",
        family="Deadlock",
        kind="writes and reads pipes",
        summary="Two workers send each other more than a pipe holds, and both write before they read.",
        look_at=(
            "A pipe holds so much and no more: with few kibibytes all goes well, with more both "
            "writers wait for a reader that never comes. Find the size at which it begins, break it by "
            "key, and compare with one of the two reading first."
        ),
        parameters=(
            Parameter(
                "cure",
                "none",
                "what is done against the deadlock",
                choices=("none", "one-reads-first"),
            ),
            Parameter("kibibytes", 256, "how much each sends to the other", 1, 1 << 16, unit="KiB"),
        ),
        body=_exchange,
        fixture=inboxes,
        default_tasks=4,
        default_repeats=1,
        baseline=False,
        figures=(WAITED, BROKEN),
        resources=RESOURCES,
        together=True,
        backends=("threading.Thread", "ThreadPoolExecutor", "multiprocessing.Process"),
        elsewhere="two workers must be on a task at once, with a pipe between them",
        verify=no_deadlock_if_cured,
    ),
)

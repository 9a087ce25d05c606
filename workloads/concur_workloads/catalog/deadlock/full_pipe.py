"""A full pipe both ways: two workers that both write before they read."""

from __future__ import annotations

from concur_workloads.catalog.deadlock.cures import BROKEN, WAITED, no_deadlock_if_cured
from concur_workloads.catalog.deadlock.pipes import (
    MOST_WORKERS,
    RESOURCES,
    Inbox,
    Reading,
    Writing,
    inboxes,
    partner_of,
    take_place,
)
from concur_workloads.catalog.deadlock.watched_lock import GivenUp, Waiting
from concur_workloads.catalog.figures import Outcome
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter


def _exchange(task: int, settings: Settings) -> Outcome | int:
    """Send so many bytes to the partner, and take as many from it."""
    if task == WARM_UP_TASK:
        return task
    waiting = Waiting(settings["here"], __file__)
    place = take_place(task, settings)
    own: Inbox = settings["inboxes"][place]
    theirs: Inbox = settings["inboxes"][partner_of(place)]
    size = settings["kibibytes"] << 10
    writing, reading = Writing(theirs, size), Reading(own, size)
    # Until it has read all, its partner waits for it to make room; until it has written all, to get
    # the rest.
    waiting.here.waits.hold(own.room)
    waiting.here.waits.hold(theirs.content)
    steps: list[Writing | Reading] = [writing, reading]
    if settings["cure"] == "one-reads-first" and place % 2:
        steps.reverse()
    broken = 0
    while steps:
        try:
            steps[0].finish(waiting)
            del steps[0]
        except GivenUp:
            # What can still be done is the other thing: it makes room for the partner.
            broken += 1
            steps.reverse()
    if reading.taken != size:
        raise ValueError(f"{reading.taken} of {size} bytes arrived")
    return Outcome(size, {WAITED.name: waiting.seconds, BROKEN.name: broken})


WORKLOADS = (
    Workload(
        name="full-pipe",
        title="full pipes both ways",
        family="Deadlock",
        kind="writes and reads pipes",
        summary="Two workers send each other more than a pipe holds: both write before they read.",
        look_at=(
            "A pipe holds so much and no more: with few kibibytes all goes well, with more both "
            "writers wait for a reader that never comes. Find the size at which it begins, break "
            "it by key, and compare with one of the two reading first."
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
        team=2,
        most_workers=MOST_WORKERS,
        backends=("threading.Thread", "ThreadPoolExecutor", "multiprocessing.Process"),
        elsewhere="two workers must be on a task at once, with a pipe between them",
        verify=no_deadlock_if_cured,
    ),
)

"""Join before get: waiting for the end of a writer whose pipe nobody empties."""

from __future__ import annotations

from functools import partial

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
from concur_workloads.catalog.deadlock.watched_lock import GivenUp, Waiting, insist
from concur_workloads.catalog.figures import Outcome
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter

_ENDS = len(RESOURCES)


def _hand_over(task: int, settings: Settings) -> Outcome | int:
    """Of a pair one writes and says that it has ended; the other waits for that and reads."""
    if task == WARM_UP_TASK:
        return task
    waiting = Waiting(settings["here"], __file__)
    place = take_place(task, settings)
    if place % 2:
        return _join_and_read(place, waiting, settings)
    return _write(place, waiting, settings)


def _write(place: int, waiting: Waiting, settings: Settings) -> Outcome:
    inbox: Inbox = settings["inboxes"][partner_of(place)]
    size = settings["kibibytes"] << 10
    waits = waiting.here.waits
    waits.hold(_end_of(place))
    waits.hold(inbox.content)
    # It cannot end without having written; only its reader can help.
    insist(partial(Writing(inbox, size).finish, waiting))
    waits.release(_end_of(place))
    settings["ended"][place].release()
    return Outcome(size, {WAITED.name: waiting.seconds, BROKEN.name: 0})


def _join_and_read(place: int, waiting: Waiting, settings: Settings) -> Outcome:
    inbox: Inbox = settings["inboxes"][place]
    size = settings["kibibytes"] << 10
    reading = Reading(inbox, size)
    waiting.here.waits.hold(inbox.room)
    join = partial(_join, partner_of(place), waiting, settings)
    broken = 0
    joined = False
    if settings["cure"] == "none":
        try:
            join()
            joined = True
        except GivenUp:
            broken = 1
    insist(partial(reading.finish, waiting))
    if not joined:
        insist(join)
    if reading.taken != size:
        raise ValueError(f"{reading.taken} of {size} bytes arrived")
    return Outcome(size, {WAITED.name: waiting.seconds, BROKEN.name: broken})


def _join(writer: int, waiting: Waiting, settings: Settings) -> None:
    """Wait until the writer says that it has ended; raises GivenUp."""
    ended = settings["ended"][writer]
    waiting.until(_end_of(writer), lambda seconds: bool(ended.acquire(True, seconds)))


def _end_of(place: int) -> int:
    """The resource `the end of a writer`, which the first of each pair is."""
    return _ENDS + place // 2


WORKLOADS = (
    Workload(
        name="join-before-get",
        title="join before get",
        family="Deadlock",
        kind="writes, reads and joins",
        summary="A reader waits for its writer to end before it reads: a full pipe forbids that.",
        look_at=(
            "The same trap waits in every multiprocessing.Queue whose process is joined before the "
            "queue is emptied. See in the log who waits for whom; with few kibibytes it goes well, "
            "which is why it is so often found late. Compare with getting before joining."
        ),
        parameters=(
            Parameter(
                "cure",
                "none",
                "what is done against the deadlock",
                choices=("none", "get-before-join"),
            ),
            Parameter("kibibytes", 256, "how much is handed over", 1, 1 << 16, unit="KiB"),
        ),
        body=_hand_over,
        fixture=inboxes,
        default_tasks=4,
        default_repeats=1,
        baseline=False,
        figures=(WAITED, BROKEN),
        resources=(
            *RESOURCES,
            *(f"the end of writer {pair + 1}" for pair in range(MOST_WORKERS // 2)),
        ),
        together=True,
        team=2,
        most_workers=MOST_WORKERS,
        backends=("threading.Thread", "ThreadPoolExecutor", "multiprocessing.Process"),
        elsewhere="two workers must be on a task at once, with a pipe between them",
        verify=no_deadlock_if_cured,
    ),
)

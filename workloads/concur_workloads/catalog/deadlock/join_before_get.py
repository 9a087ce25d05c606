"""Join before get: waiting for the end of a writer whose pipe nobody empties."""

from __future__ import annotations

import sys
import time
from functools import partial

from concur_workloads.catalog.deadlock.cures import BROKEN, WAITED, no_deadlock_if_cured
from concur_workloads.catalog.deadlock.pipes import (
    MOST_LANES,
    RESOURCES,
    Inbox,
    Reading,
    Writing,
    inboxes,
    partner_of,
)
from concur_workloads.catalog.deadlock.watched_lock import GivenUp, insist, wait_until
from concur_workloads.catalog.figures import Outcome
from concur_workloads.catalog.here import Here
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter

_ENDS = len(RESOURCES)


def _hand_over(task: int, settings: Settings) -> Outcome | int:
    """Every second worker writes and says that it has ended, the others wait for that and read."""
    if task == WARM_UP_TASK:
        return task
    return _write(settings) if settings["here"].worker % 2 else _join_and_read(settings)


def _write(settings: Settings) -> Outcome:
    here: Here = settings["here"]
    inbox: Inbox = settings["inboxes"][partner_of(here.worker) - 1]
    size = settings["kibibytes"] << 10
    writing = Writing(inbox, size)
    own_end = _end_of(here.worker)
    here.waits.hold(own_end)
    here.waits.hold(inbox.content)
    began_s = time.monotonic()
    # It cannot end without having written; only its reader can help.
    insist(partial(writing.finish, here))
    here.waits.release(own_end)
    settings["ended"][here.worker - 1].release()
    return Outcome(size, {WAITED.name: time.monotonic() - began_s, BROKEN.name: 0})


def _join_and_read(settings: Settings) -> Outcome:
    here: Here = settings["here"]
    inbox: Inbox = settings["inboxes"][here.worker - 1]
    size = settings["kibibytes"] << 10
    reading = Reading(inbox, size)
    writer = partner_of(here.worker)
    here.waits.hold(inbox.room)
    began_s = time.monotonic()
    broken = 0
    joined = False
    if settings["cure"] == "none":
        try:
            _join(writer, settings)
            joined = True
        except GivenUp:
            broken = 1
    insist(partial(reading.finish, here))
    if not joined:
        insist(partial(_join, writer, settings))
    if reading.taken != size:
        raise ValueError(f"{reading.taken} of {size} bytes arrived")
    took_s = time.monotonic() - began_s
    return Outcome(size, {WAITED.name: took_s, BROKEN.name: broken})


def _join(writer: int, settings: Settings) -> None:
    """Wait until the writer says that it has ended; raises GivenUp."""
    ended = settings["ended"][writer - 1]
    line = sys._getframe(1).f_lineno
    wait_until(
        settings["here"], _end_of(writer), line, lambda seconds: bool(ended.acquire(True, seconds))
    )


def _end_of(lane: int) -> int:
    """The place of the resource `the end of a worker`, of which one in two is a writer."""
    return _ENDS + (lane - 1) // 2


WORKLOADS = (
    Workload(
        name="join-before-get",
        title="join before get",
        family="Deadlock",
        kind="writes, reads and joins",
        summary="A reader waits for its writer to end before it reads; a full pipe keeps it from that.",
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
            *(f"the end of worker {2 * pair + 1}" for pair in range(MOST_LANES // 2)),
        ),
        together=True,
        backends=("threading.Thread", "ThreadPoolExecutor", "multiprocessing.Process"),
        elsewhere="two workers must be on a task at once, with a pipe between them",
        verify=no_deadlock_if_cured,
    ),
)

"""Sleep, the ideal of waiting."""

from __future__ import annotations

import time

from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter


def _sleep(task: int, settings: Settings) -> int:
    time.sleep(settings["seconds"])
    return task


async def _sleep_in_loop(task: int, settings: Settings) -> int:
    import asyncio

    await asyncio.sleep(settings["seconds"])
    return task


WORKLOADS = (
    Workload(
        name="sleep",
        title="sleep (ideal)",
        family="I/O-bound",
        kind="pure waiting: an ideal, not I/O",
        summary="time.sleep: waiting without any I/O, so nothing is copied and nothing contends.",
        look_at=(
            "An upper bound for what waiting work can gain, since real I/O also costs system "
            "calls and copies: compare with loopback requests of the same latency."
        ),
        parameters=(Parameter("seconds", 2.0, "how long a task sleeps", 0, 3_600, unit="s"),),
        body=_sleep,
        coroutine=_sleep_in_loop,
        default_tasks=5,
        default_repeats=1,
        smallest={"seconds": 0.005},
    ),
)

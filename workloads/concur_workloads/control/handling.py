"""What handling arguments and results cost the workers of a side, from what is timed of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from concur_workloads.recorder.handling import read_handling_times
from concur_workloads.recorder.recording import Recording


@dataclass(frozen=True)
class Handling:
    """Seconds of one worker; those of its messages are an estimate if only some were timed.

    Then `timed_tasks` is the number of tasks of all workers whose messages were, else it is None.
    """

    deserialising_s: float
    serialising_s: float
    checking_s: float
    timed_tasks: int | None


def handling_by_lane(recording: Recording, tasks: Mapping[int, int]) -> dict[int, Handling]:
    """By lane, for the lanes of which it is said how many tasks they have ended."""
    times = {lane: read_handling_times(recording, lane) for lane in tasks}
    timed = sum(each.timed for each in times.values())
    if not 0 < timed < sum(tasks.values()):
        return {
            lane: Handling(
                each.deserialising_ns / 1e9, each.serialising_ns / 1e9, each.checking_ns / 1e9, None
            )
            for lane, each in times.items()
        }
    # Which worker gets a task is chance, so what one of them costs is that of all.
    deserialising_s = sum(each.deserialising_ns for each in times.values()) / timed / 1e9
    serialising_s = sum(each.serialising_ns for each in times.values()) / timed / 1e9
    return {
        lane: Handling(
            ended * deserialising_s, ended * serialising_s, times[lane].checking_ns / 1e9, timed
        )
        for lane, ended in tasks.items()
    }

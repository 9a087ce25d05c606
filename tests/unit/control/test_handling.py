"""What messages cost, from those that were timed."""

import pytest

from concur_workloads.control.handling import Handling, handling_by_lane
from concur_workloads.recorder.handling import LaneHandling
from concur_workloads.recorder.recording import Recording

_MS = 1_000_000


@pytest.mark.parametrize("timed", [0, 3])
def test_where_each_was_timed_or_none_it_is_what_each_worker_says(timed: int) -> None:
    with Recording.create(2) as recording:
        first = LaneHandling(recording, 1)
        first.deserialised(30 * _MS, timed)
        first.serialised(20 * _MS)
        first.checked(10 * _MS)
        assert handling_by_lane(recording, {1: 2, 2: 1}) == {
            1: Handling(0.03, 0.02, 0.01, None),
            2: Handling(0.0, 0.0, 0.0, None),
        }


def test_where_some_were_timed_the_others_took_as_long() -> None:
    with Recording.create(2) as recording:
        first, second = LaneHandling(recording, 1), LaneHandling(recording, 2)
        first.deserialised(30 * _MS, 2)
        first.serialised(60 * _MS)
        second.deserialised(20 * _MS, 2)
        second.serialised(40 * _MS)
        second.checked(5 * _MS)
        found = handling_by_lane(recording, {1: 10, 2: 40})
    assert found[1] == Handling(0.125, 0.25, 0.0, 4)
    assert found[2] == Handling(0.5, 1.0, 0.005, 4)

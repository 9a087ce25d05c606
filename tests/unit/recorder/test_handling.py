"""A lane tells what handling arguments and results cost its workers."""

from concur_workloads.recorder.handling import HandlingTimes, LaneHandling, read_handling_times
from concur_workloads.recorder.recording import Recording


def test_what_each_worker_of_a_lane_took_adds_up() -> None:
    with Recording.create(2) as recording:
        handling = LaneHandling(recording, 2)
        handling.deserialised(30, 2)
        handling.serialised(500)
        handling.checked(7000)
        LaneHandling(recording, 2).deserialised(4, 1)
        assert read_handling_times(recording, 2) == HandlingTimes(34, 500, 7000, 3)
        assert read_handling_times(recording, 1) == HandlingTimes(0, 0, 0, 0)


def test_the_rest_of_the_lane_is_left_alone() -> None:
    with Recording.create(2) as recording:
        before = bytes(recording.memory)
        handling = LaneHandling(recording, 1)
        handling.deserialised(-1, -1)
        handling.serialised(-1)
        handling.checked(-1)
        changed = [at for at, old in enumerate(before) if recording.memory[at] != old]
        offset = recording.layout.lane_offset(1)
        assert changed == list(range(offset + 160, offset + 192))

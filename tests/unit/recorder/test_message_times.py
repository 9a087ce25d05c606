"""A lane tells what messages cost its workers."""

from concur_workloads.recorder.message_times import LaneMessages, MessageTimes, read_message_times
from concur_workloads.recorder.recording import Recording


def test_what_each_worker_of_a_lane_took_adds_up() -> None:
    with Recording.create(2) as recording:
        messages = LaneMessages(recording, 2)
        messages.deserialised(30)
        messages.serialised(500)
        LaneMessages(recording, 2).deserialised(4)
        assert read_message_times(recording, 2) == MessageTimes(34, 500)
        assert read_message_times(recording, 1) == MessageTimes(0, 0)


def test_the_rest_of_the_lane_is_left_alone() -> None:
    with Recording.create(2) as recording:
        before = bytes(recording.memory)
        messages = LaneMessages(recording, 1)
        messages.deserialised(-1)
        messages.serialised(-1)
        changed = [at for at, old in enumerate(before) if recording.memory[at] != old]
        offset = recording.layout.lane_offset(1)
        assert changed == list(range(offset + 160, offset + 176))

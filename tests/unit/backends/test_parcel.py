"""Some arguments and results are timed on their way, and arrive as they are."""

import pickle
import time
from collections.abc import Iterator
from typing import Any

import pytest

from concur_workloads.backends.parcel import Arrival, Parcel, Reply, packed
from concur_workloads.recorder.handling import LaneHandling, read_handling_times
from concur_workloads.recorder.recording import Recording

_SLOW_S = 0.02


class Slow:
    """Takes a while to be pickled and to be unpickled."""

    def __getstate__(self) -> int:
        time.sleep(_SLOW_S)
        return 1

    def __setstate__(self, state: int) -> None:
        time.sleep(2 * _SLOW_S)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Slow)

    __hash__ = None  # type: ignore[assignment]


@pytest.fixture
def recording() -> Iterator[Recording]:
    with Recording.create(1) as made:
        yield made


def _sent(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def test_arguments_arrive_with_what_deserialising_them_took() -> None:
    _, arrival, _ = _sent((1, Parcel([Slow(), 2]), 3))
    assert isinstance(arrival, Arrival)
    assert arrival.content == [Slow(), 2]
    assert 2 * _SLOW_S <= arrival.took_ns / 1e9 < 3 * _SLOW_S


def test_results_arrive_alone_and_what_serialising_them_took_is_counted(
    recording: Recording,
) -> None:
    reply = Reply([Slow(), 2], LaneHandling(recording, 1))
    assert read_handling_times(recording, 1).serialising_ns == 0
    message = pickle.dumps((7, reply), pickle.HIGHEST_PROTOCOL)
    took_s = read_handling_times(recording, 1).serialising_ns / 1e9
    assert _SLOW_S <= took_s < 2 * _SLOW_S
    assert pickle.loads(message) == (7, [Slow(), 2])


def test_what_cannot_be_pickled_is_refused_as_without_it(recording: Recording) -> None:
    handling = LaneHandling(recording, 1)
    for content in (Parcel(lambda: 1), Reply(lambda: 1, handling)):
        with pytest.raises((pickle.PicklingError, AttributeError), match="lambda"):
            pickle.dumps(content)
    assert read_handling_times(recording, 1).serialising_ns == 0


def test_a_library_that_shows_results_shows_those_of_the_task(recording: Recording) -> None:
    assert repr(Reply([1], LaneHandling(recording, 1))) == "[1]"


def test_the_first_and_few_others_are_timed() -> None:
    timed = [turn for turn in range(100) if isinstance(packed(turn, "content"), Parcel)]
    assert timed == [0, 17, 34, 51, 68, 85]
    assert packed(1, "content") == "content"

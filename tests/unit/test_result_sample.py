"""Of a large result, a sample stands for it: alike for equal results, and soon made."""

import random
from array import array
from typing import Any

import pytest

from concur_workloads.digest import digest, is_comparable
from concur_workloads.result_sample import sample_of

_LARGE: list[Any] = [
    list(range(300_000)),
    tuple(range(300_000)),
    [[number] * 1_000 for number in range(300)],
    [f"{number}" * 100 for number in range(20_000)],
    {number: str(number) for number in range(50_000)},
    "text" * 100_000,
    bytes(random.Random(7).randbytes(500_000)),
    bytearray(500_000),
    set(range(300_000)),
    array("d", range(100_000)),
]


def _kind(value: object) -> str:
    return type(value).__name__


@pytest.mark.parametrize("value", [None, 7, 2.5, "text", b"bytes", [1, 2.5, None], {1, 2}])
def test_a_small_result_stands_for_itself(value: object) -> None:
    assert sample_of(value) is value


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (list(range(1_000)), -1),
        ([(number, -number) for number in range(300)], (0, 0.5)),
        (["word", [1, {"deep": [2]}]] * 20, ["word", [1, {"deep": [3]}]]),
        ([{"name": "one", "of": 4}] * 100, {"name": "one", "of": 5}),
    ],
)
def test_every_part_of_a_result_that_is_not_large_counts(value: list[Any], other: object) -> None:
    whole = digest(1, value)
    for at in range(len(value)):
        assert digest(1, [*value[:at], other, *value[at + 1 :]]) != whole


@pytest.mark.parametrize("value", _LARGE, ids=_kind)
def test_the_sample_of_a_large_result_is_small(value: object) -> None:
    assert len(repr(sample_of(value))) < 100_000 < len(repr(value))


@pytest.mark.parametrize("value", _LARGE, ids=_kind)
def test_equal_results_are_alike(value: Any) -> None:
    copied = type(value)(value) if not isinstance(value, array) else value[:]
    assert digest(3, value) == digest(3, copied)
    assert is_comparable(digest(3, value))


def _less(value: Any) -> Any:
    """The same but for its last part."""
    if isinstance(value, dict):
        return dict(list(value.items())[:-1])
    return set(list(value)[:-1]) if isinstance(value, set) else value[:-1]


@pytest.mark.parametrize("value", _LARGE, ids=_kind)
def test_one_part_less_is_another_result(value: Any) -> None:
    assert digest(3, value) != digest(3, _less(value))


def test_changes_all_over_and_at_both_ends_are_seen() -> None:
    numbers = list(range(300_000))
    assert digest(0, numbers) != digest(0, [-1, *numbers[1:]])
    assert digest(0, numbers) != digest(0, [*numbers[:-1], -1])
    assert digest(0, numbers) != digest(0, [number + 1 for number in numbers])
    rows = [[number] * 1_000 for number in range(300)]
    assert digest(0, rows) != digest(0, [[*row[:-1], 0.5] for row in rows])
    pairs = dict.fromkeys(range(50000), "same")
    assert digest(0, pairs) != digest(0, dict.fromkeys(pairs, "other"))


def test_a_list_is_no_tuple() -> None:
    numbers = range(300_000)
    assert digest(0, list(numbers)) != digest(0, tuple(numbers))


def test_what_holds_itself_has_a_sample() -> None:
    endless: list[object] = [1]
    endless.append(endless)
    assert is_comparable(digest(0, endless))


class _Subclass(list[int]):
    def __repr__(self) -> str:
        return "as it says of itself"


def test_an_object_of_another_class_is_what_it_says_of_itself() -> None:
    value = _Subclass(range(100_000))
    assert sample_of(value) is value

"""The number that stands for all results of a pass: alike for equal results, in any order."""

from collections.abc import Sequence
from functools import reduce

import pytest

from concur_workloads.digest import add_digests, digest, is_comparable


def _folded(results: Sequence[object], order: list[int] | None = None) -> int:
    tasks = range(len(results)) if order is None else order
    return reduce(add_digests, (digest(task, results[task]) for task in tasks), 0)


def test_the_order_in_which_tasks_end_does_not_matter() -> None:
    results = [None, "b", 3, b"four", None]
    assert _folded(results) == _folded(results, [3, 1, 4, 0, 2])


@pytest.mark.parametrize(
    "other",
    [["b", "a", "a"], ["a", "a", "a"], ["a", "b"], ["a", "b", None], ["a", "b", "a" * 1_000]],
)
def test_other_results_give_another_number(other: list[object]) -> None:
    assert _folded(["a", "b", "a"]) != _folded(other)


def test_results_without_a_text_of_their_own_cannot_be_compared_whatever_else_there_is() -> None:
    assert not is_comparable(_folded(["a", object(), "b"]))
    assert not is_comparable(_folded([object(), object()]))
    assert is_comparable(_folded(["a", "b"]))


def test_a_result_whose_text_cannot_be_made_cannot_be_compared() -> None:
    class Mute:
        def __repr__(self) -> str:
            raise ValueError("no words")

    assert not is_comparable(digest(0, Mute()))
    assert not is_comparable(digest(0, type("Bytes", (bytes,), {"__repr__": Mute.__repr__})()))

"""Typing narrows the list of workloads by any of their words."""

from concur_tui.screens.workbench.workload_filter import matching
from concur_workloads.api import workloads


def names(text: str) -> list[str]:
    return [each.name for members in matching(workloads(), text).values() for each in members]


def test_nothing_typed_shows_everything_in_order() -> None:
    assert names("") == [each.name for each in workloads()]


def test_words_are_found_in_any_order_and_case() -> None:
    assert names("zlib.COMPRESS gil cpu-bound") == ["zlib"]


def test_a_family_without_a_match_is_left_out() -> None:
    assert list(matching(workloads(), "mandelbrot")) == ["CPU-bound"]


def test_nothing_may_match() -> None:
    assert matching(workloads(), "no such thing") == {}

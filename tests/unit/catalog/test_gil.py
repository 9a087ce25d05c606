"""The twins do the same; what is said of the GIL comes from gaps and clocks."""

import pytest

from concur_workloads import gil
from concur_workloads.catalog.figures import Outcome
from concur_workloads.catalog.gil.turns import turns_and_waits
from support.catalog import run_task

_MEBIBYTE = 1 << 20


@pytest.mark.parametrize("size", [2_048, 5_000, _MEBIBYTE])
def test_twins_give_the_same_digest(size: int) -> None:
    held, released = (run_task(name, {"bytes": size}, 7) for name in ("gil-held", "gil-released"))
    assert _result(held) == _result(released)
    assert isinstance(held, Outcome) == isinstance(released, Outcome) == (size == _MEBIBYTE)


def _result(given: object) -> object:
    return given.result if isinstance(given, Outcome) else given


def test_alone_a_thread_holds_the_gil_while_it_is_on_a_cpu() -> None:
    outcome = run_task("gil-held", {"bytes": _MEBIBYTE})
    assert isinstance(outcome, Outcome)
    assert 0 < outcome.figures["GIL held (estimate)"] <= 101
    assert outcome.figures["GIL held (estimate)"] == outcome.figures["on CPU"]


@pytest.mark.parametrize("name", ["gil-held", "gil-turns"])
def test_without_a_gil_nothing_is_said_of_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gil, "is_on", lambda: False)
    small = {"gil-held": {"bytes": _MEBIBYTE}, "gil-turns": {"readings": 1_000}}[name]
    outcome = run_task(name, small)
    assert isinstance(outcome, Outcome)
    assert outcome.figures
    assert not any("GIL" in figure for figure in outcome.figures)


def test_turns_lie_between_gaps() -> None:
    turns, waits = turns_and_waits(100, [(150, 350), (400, 1_000)], 1_200)
    assert (turns, waits) == ([50, 50, 200], [200, 600])
    assert turns_and_waits(100, [], 300) == ([200], [])

"""Context switches are counted where they happen, and pickles are what was asked for."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from concur_workloads.catalog.figures import Outcome
from concur_workloads.catalog.overhead import context_switch
from concur_workloads.catalog.overhead.switch_partner import Partner, process_partner
from concur_workloads.catalog.registry import workload
from support.catalog import run_task
from support.processes import Census

_ROUND_TRIPS = 50
_OPEN_FILES = Path("/proc/self/fd")

linux_only = pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="only Linux binds a thread to a CPU"
)


def _context_switch(partner: str) -> Outcome:
    given: dict[str, Any] = {"partner": partner, "round_trips": _ROUND_TRIPS}
    outcome = run_task("context-switch", given)
    assert isinstance(outcome, Outcome)
    return outcome


@linux_only
@pytest.mark.parametrize("partner", ["thread", "process"])
def test_each_hand_over_is_a_switch_and_nothing_is_left(partner: str, family: Census) -> None:
    usable, files = os.sched_getaffinity(0), len(list(_OPEN_FILES.iterdir()))
    result, figures = _context_switch(partner)
    assert result == _ROUND_TRIPS
    assert figures["voluntary switches"] + figures["involuntary switches"] >= 0.9
    assert 0 < figures["time per switch"] <= figures["hand-over"] / 0.9
    assert os.sched_getaffinity(0) == usable
    assert len(list(_OPEN_FILES.iterdir())) == files
    assert family() == []


@linux_only
def test_a_partner_that_dies_is_told(monkeypatch: pytest.MonkeyPatch, family: Census) -> None:
    @contextmanager
    def doomed() -> Iterator[Partner]:
        with process_partner() as partner:
            (process,) = family()
            os.kill(process.pid, signal.SIGKILL)
            yield partner

    monkeypatch.setitem(context_switch._PARTNERS, "process", doomed)
    with pytest.raises(RuntimeError, match="the partner process ended before its time"):
        _context_switch("process")
    assert family() == []


@pytest.mark.parametrize("shape", workload("pickling").parameters[0].choices)
def test_a_pickle_is_about_as_large_as_wanted(shape: str) -> None:
    given: dict[str, Any] = {"shape": shape, "kibibytes": 100}
    first, second = run_task("pickling", given), run_task("pickling", given)
    assert isinstance(first, Outcome)
    assert isinstance(second, Outcome)
    assert first.result == second.result
    assert first.figures["pickled size"] == pytest.approx(100 * 1024, rel=0.1)
    assert min(first.figures.values()) > 0

"""A partner that dies, stops or fails is told: nobody waits for it for ever."""

import os
import signal
from functools import partial
from pathlib import Path

import psutil
import pytest

from concur_workloads.catalog.children import ChildFailed
from concur_workloads.catalog.ipc import partner_processes
from concur_workloads.catalog.ipc.line import End, Load
from concur_workloads.catalog.ipc.mechanisms import MECHANISMS
from concur_workloads.catalog.ipc.roles import echo
from support.processes import Census

_SIZE = 64

#: One of each kind; the others end as one of these does.
_ALWAYS = {"pipe", "queue", "manager", "os-pipe", "shared-memory"}
_BETWEEN_PROCESSES = [
    pytest.param(name, marks=[] if name in _ALWAYS else pytest.mark.exhaustive)
    for name, each in MECHANISMS.items()
    if each.partners is MECHANISMS["pipe"].partners
]


def _the_partner() -> psutil.Process:
    """The newest of our children that is a fresh Python: a manager was there before it."""
    children = psutil.Process().children()
    fresh = [each for each in children if "--multiprocessing-fork" in each.cmdline()]
    return max(fresh, key=lambda each: each.pid)


def _go_back_and_forth_until(mechanism: str, signal_number: signal.Signals) -> None:
    """Two round trips; then the partner gets a signal while we wait for a third one."""
    means = MECHANISMS[mechanism]
    with means.open(Load(_SIZE, _SIZE)) as line, means.partners(partial(echo, 99), [line], None):
        for _ in range(2):
            line.ours.send(bytes(_SIZE))
            assert bytes(line.ours.receive()) == bytes(_SIZE)
        os.kill(_the_partner().pid, signal_number)
        line.ours.receive()


@pytest.mark.parametrize("mechanism", _BETWEEN_PROCESSES)
def test_a_partner_that_dies_is_told_at_once(
    mechanism: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ChildFailed, match=r"the partner .* was ended by SIGKILL before"):
        _go_back_and_forth_until(mechanism, signal.SIGKILL)
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no /proc says that one is stopped")
def test_a_partner_that_is_stopped_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partner_processes, "LIMIT_S", 0.2)
    with pytest.raises(ChildFailed, match="was stopped for too long"):
        _go_back_and_forth_until("simple-queue", signal.SIGSTOP)


def test_a_partner_that_fails_is_told() -> None:
    def fail(end: End) -> None:
        raise MemoryError("on purpose")

    def wait_for_two() -> None:
        means = MECHANISMS["thread-queue"]
        with means.open(Load(_SIZE, _SIZE)) as line, means.partners(fail, [line], None):
            assert line.ours.receive() == b""
            assert line.ours.receive() == b""

    with pytest.raises(ChildFailed, match=r"the partner failed: MemoryError\('on purpose'\)"):
        wait_for_two()


def test_what_is_wrong_on_our_side_is_told_as_it_is(family: Census) -> None:
    means = MECHANISMS["os-pipe"]
    with (
        pytest.raises(ValueError, match="on purpose"),
        means.open(Load(_SIZE, _SIZE)) as line,
        means.partners(partial(echo, 1), [line], None),
    ):
        raise ValueError("on purpose")

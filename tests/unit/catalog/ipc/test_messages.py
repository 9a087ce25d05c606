"""What ping-pong, streaming and hello bring back, by every mechanism."""

import importlib.util
import os
import threading
from pathlib import Path

import pytest

from concur_workloads.catalog.figures import Measured, Outcome
from concur_workloads.catalog.ipc.mechanisms import MECHANISMS
from concur_workloads.catalog.registry import workload
from concur_workloads.parameter import SpecError, Value
from support.catalog import run_task
from support.processes import Census

_HAS_INTERPRETERS = importlib.util.find_spec("concurrent.interpreters") is not None
HERE = [name for name in MECHANISMS if name != "interpreter-queue" or _HAS_INTERPRETERS]

linux_only = pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="only Linux binds a thread to a CPU"
)


def _figures(name: str, **given: Value) -> dict[str, float]:
    """What a task with some parameters measured; its outcome is checked as a run's would be."""
    chosen = workload(name)
    outcome = run_task(name, {**chosen.smallest, **given})
    assert isinstance(outcome, Outcome)
    assert outcome.figures.keys() <= {each.name for each in chosen.figures}
    measured = {name: Measured(1, *[value] * 4) for name, value in outcome.figures.items()}
    assert chosen.verify is not None
    assert chosen.verify(measured, chosen.resolve(given)) == ""
    return dict(outcome.figures)


def _open_files() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


@pytest.mark.parametrize("mechanism", HERE)
def test_round_trips_are_timed(mechanism: str) -> None:
    threads, files = threading.active_count(), _open_files()
    # More than a pipe holds at once.
    figures = _figures("ping-pong", mechanism=mechanism, placement="free", message_bytes=100_000)
    assert 0 < figures["round trip p50"] <= figures["round trip p99"] <= figures["round trip max"]
    assert figures["messages"] >= 2 / figures["round trip max"]
    assert threading.active_count() == threads
    # The first of all tasks starts the process that removes what others leave.
    assert _open_files() <= files + 1


@linux_only
def test_both_placements_are_compared_in_one_task() -> None:
    usable = os.sched_getaffinity(0)
    figures = _figures("ping-pong", mechanism="os-pipe", placement="both")
    assert os.sched_getaffinity(0) == usable
    if len(usable) == 1:
        assert figures.keys() == {"same CPU p50", "same CPU p99"}
    else:
        factor = figures["two CPUs p50"] / figures["same CPU p50"]
        assert figures["two CPUs over same CPU"] == pytest.approx(factor)


_ALWAYS = {("queue", "fan-out"), ("os-pipe", "many-to-one"), ("shared-memory", "one-to-one")}


@pytest.mark.parametrize(
    ("mechanism", "topology"),
    [
        pytest.param(*both, marks=[] if both in _ALWAYS else pytest.mark.exhaustive)
        for both in (
            (mechanism, topology)
            for mechanism in HERE
            for topology in ("one-to-one", "fan-out", "many-to-one")
        )
    ],
)
def test_streams_arrive_whole(mechanism: str, topology: str) -> None:
    figures = _figures(
        "streaming",
        mechanism=mechanism,
        topology=topology,
        partners=1 if topology == "one-to-one" else 3,
        placement="free",
        message_bytes=1_000,
        messages=600,
    )
    assert figures["throughput"] == pytest.approx(1_000 * figures["messages"])


@linux_only
def test_streams_of_both_placements_are_compared() -> None:
    figures = _figures("streaming", mechanism="thread-queue", placement="both")
    assert figures["same CPU"] == pytest.approx(64 * figures["messages on same CPU"])


@pytest.mark.parametrize(("topology", "partners"), [("one-to-one", 2), ("fan-out", 1)])
def test_partners_that_a_topology_does_not_have_are_refused(topology: str, partners: int) -> None:
    chosen = workload("streaming")
    assert chosen.check is not None
    with pytest.raises(SpecError) as refused:
        chosen.check(chosen.resolve({"topology": topology, "partners": partners}), "serial")
    assert refused.value.field == "partners"


def test_the_message_of_a_process_is_printed(
    capfd: pytest.CaptureFixture[str], family: Census
) -> None:
    assert run_task("hello-queue", {}) == "Hello from the worker!"
    assert capfd.readouterr().out == "Hello from the worker!\n"

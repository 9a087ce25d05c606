"""Who can still send, and read, when one was killed in the middle of its message."""

import pytest

from concur_workloads.catalog.figures import Measured, Outcome
from concur_workloads.catalog.registry import workload
from concur_workloads.parameter import Value
from support.catalog import run_task


@pytest.mark.parametrize(
    ("channel", "found"),
    [
        ("queue", (2, 0, 1)),
        pytest.param("simple-queue", (2, 0, 1), marks=pytest.mark.exhaustive),
        ("private-pipes", (0, 2, 0)),
    ],
)
def test_what_is_left_of_a_channel(
    channel: str, found: tuple[int, int, int], capfd: pytest.CaptureFixture[str]
) -> None:
    chosen = workload("killed-with-lock")
    given: dict[str, Value] = {"channel": channel, "senders": 2, "limit_s": 0.3}
    outcome = run_task(chosen.name, given)
    assert isinstance(outcome, Outcome)
    assert outcome.result == found
    blocked, came, _ = found
    said = capfd.readouterr()
    assert f"{blocked} of 2 others blocked, {came} of 2 came, the reader" in said.out
    assert said.err == ""
    measured = {name: Measured(1, *[value] * 4) for name, value in outcome.figures.items()}
    assert chosen.verify is not None
    assert chosen.verify(measured, chosen.resolve(given)) == ""
    other = "queue" if channel == "private-pipes" else "private-pipes"
    assert chosen.verify(measured, chosen.resolve({**given, "channel": other})) != ""

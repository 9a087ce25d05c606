"""A task that prints without end: the log stays bounded, and what is left out is counted."""

import re

import pytest

from support.experiments import EACH_BACKEND, Mechanism, run_to_end

pytestmark = pytest.mark.faults

_LINES = 100_000

#: Lines that a stream may add to the log in a tenth of a second.
_MOST_LINES = 500


@pytest.mark.parametrize("mechanism", EACH_BACKEND, ids=str)
async def test_every_line_is_shown_or_counted(mechanism: Mechanism) -> None:
    spec = mechanism.spec(
        "misbehave", parameters={"fault": "flood", "at_task": 0, "lines": _LINES}, tasks=2
    )
    result, log = await run_to_end(spec)
    assert result.status == "completed"
    shown = [entry for entry in log if entry.source == "stdout" and entry.level == "info"]
    counted = [re.match(r"([\d,]+) more lines .* were not kept", entry.text) for entry in log]
    left_out = sum(int(match[1].replace(",", "")) for match in counted if match)
    assert len(shown) + left_out == _LINES
    assert {entry.text for entry in shown} == {"the same line, again and again"}
    took_s = log[-1].time_s - shown[0].time_s
    assert len(shown) <= _MOST_LINES * (took_s / 0.1 + 2)

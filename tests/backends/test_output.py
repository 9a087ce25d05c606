"""What user code prints reaches the log, from whatever process or thread."""

from collections import Counter

import pytest

from support.experiments import MECHANISMS, Mechanism, run_to_end

_NUMBERS = 30
_TASKS = 6


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=str)
async def test_all_that_is_printed_arrives(
    mechanism: Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Would have every process write its lines in pieces, if it reached them.
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    parameters = {"numbers": _NUMBERS, "pause_s": 0}
    spec = mechanism.spec("print-numbers", parameters=parameters, tasks=_TASKS, warm_up=0)
    result, log = await run_to_end(spec)
    assert result.status == "completed"
    printed = [entry for entry in log if entry.source == "stdout"]
    assert {entry.level for entry in printed} == {"info"}
    lines = [entry.text for entry in printed]
    expected = [str(number) for number in range(_NUMBERS)] * _TASKS
    if "Thread" in mechanism.backend:
        # Threads share one stream, and another may print between a number and its newline.
        assert len(lines) == len(expected)
        assert Counter("".join(lines)) == Counter("".join(expected))
    else:
        assert Counter(lines) == Counter(expected)
    assert [entry for entry in log if entry.source == "stderr"] == []

"""What one side of an experiment remembers of its runner."""

import time

from concur_workloads.control.party import Party
from concur_workloads.protocol.codec import encode
from concur_workloads.protocol.events import Broken
from concur_workloads.spec import RunSpec


async def test_a_cause_that_arrives_while_nobody_waits_is_kept() -> None:
    party = Party(
        "backend",
        RunSpec("no-op"),
        first_place=0,
        began_ns=time.monotonic_ns(),
        log=lambda _level, _source, _text: None,
        on_event=lambda _party, _event: None,
    )
    try:
        party.hear(Broken("Worker 1 was ended by SIGKILL before it could take a task."))
        party.hear(Broken("and what followed from it"))
        assert party.failure_cause.startswith("Worker 1 was ended by SIGKILL")
    finally:
        party.close()


def test_a_cause_travels_as_one_line() -> None:
    assert encode(Broken("one\ntwo")).count(b"\n") == 1

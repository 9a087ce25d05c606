"""The log of states holds each change once, in the words of the block."""

from concur_workloads.observer.control_block.block import ControlBlock, Field, FieldReading
from concur_workloads.observer.control_block.state_log import StateChange, StateLog
from concur_workloads.observer.python_frames.frame_look import FrameLook
from concur_workloads.observer.waiting.wait_cause import NOTHING


def _block(state: str, call: str | None) -> ControlBlock:
    values = {"state": state, "waits for": call}
    readings = (
        FieldReading(Field("State", name, "", "thread", "", ""), value)
        for name, value in values.items()
    )
    return ControlBlock(7, 8, 0, tuple(readings), FrameLook(0))


def test_only_changes_are_kept() -> None:
    log = StateLog()
    looks = [
        _block("S, waiting", "the GIL"),
        _block("S, waiting", "the GIL"),
        _block("R, running or ready", "nothing: it runs"),
        _block("S, waiting", "a pipe"),
        _block("S, waiting", NOTHING),
        _block("Z, zombie", None),
        None,
        None,
    ]
    for at_ns, block in enumerate(looks):
        log.look(block, at_ns)
    assert list(log.changes) == [
        StateChange(2, "S the GIL", "R"),
        StateChange(3, "R", "S a pipe"),
        StateChange(4, "S a pipe", "S"),
        StateChange(5, "S", "Z"),
        StateChange(6, "Z", "ended"),
    ]


def test_a_thread_that_was_never_seen_has_no_past() -> None:
    log = StateLog()
    log.look(None, 1)
    assert not log.changes

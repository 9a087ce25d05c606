"""Which signals wait for it, and what becomes of them."""

from __future__ import annotations

from concur_workloads.observer.control_block.fields.declared import Declared, Group, Read
from concur_workloads.observer.control_block.words import signal_names

_GROUP = Group("Signals")


def _names(line: str) -> Read:
    return lambda files: signal_names(files.status.value.value(line))


SIGNALS: tuple[Declared, ...] = (
    _GROUP.of_thread(
        "pending",
        "status",
        "SigPnd",
        "Sent to this thread, not yet delivered.",
        _names("SigPnd"),
    ),
    _GROUP.of_process(
        "pending, process",
        "status",
        "ShdPnd",
        "Sent to the process, for any thread of it that does not block them.",
        _names("ShdPnd"),
    ),
    _GROUP.of_thread(
        "blocked", "status", "SigBlk", "Kept back until it lets them through.", _names("SigBlk")
    ),
    _GROUP.of_process("ignored", "status", "SigIgn", "Thrown away.", _names("SigIgn")),
    _GROUP.of_process(
        "handled", "status", "SigCgt", "Have a function of the program.", _names("SigCgt")
    ),
)

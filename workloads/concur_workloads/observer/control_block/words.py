"""Words for what /proc gives as letters, numbers and masks."""

from __future__ import annotations

import pwd
import signal
from functools import cache

#: As proc(5) has them.
_STATES = {
    "R": "running or ready",
    "S": "waiting (can be interrupted)",
    "D": "waiting (cannot be interrupted)",
    "T": "stopped by a signal",
    "t": "stopped by a tracer",
    "Z": "zombie",
    "X": "dead",
    "I": "idle kernel thread",
}

#: As sched(7) has them.
_POLICIES = {
    0: "SCHED_OTHER",
    1: "SCHED_FIFO",
    2: "SCHED_RR",
    3: "SCHED_BATCH",
    5: "SCHED_IDLE",
    6: "SCHED_DEADLINE",
    7: "SCHED_EXT",
}


def state_words(letter: str) -> str:
    """A state with its letter."""
    return f"{letter}, {_STATES.get(letter, 'a state that proc(5) does not name')}"


def policy_name(number: int) -> str:
    """The name of a scheduling policy."""
    return _POLICIES.get(number, f"policy {number}")


@cache
def user_name(uid: int) -> str:
    """A user's name and number."""
    try:
        return f"{pwd.getpwuid(uid).pw_name} ({uid})"
    except KeyError:
        return str(uid)


@cache
def signal_names(mask: str) -> str:
    """The signals of a mask in hexadecimal digits, without the SIG of each; none if there are none.

    Those that Python has no name for, as the C library keeps them for itself, go by number.
    """
    bits = int(mask, 16)
    names = [_signal_name(number) for number in range(1, 65) if bits >> (number - 1) & 1]
    return " ".join(names) or "none"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name.removeprefix("SIG")
    except ValueError:
        return str(number)

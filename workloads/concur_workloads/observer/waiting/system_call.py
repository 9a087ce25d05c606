"""The names of system calls."""

from __future__ import annotations

from functools import cache


@cache
def system_call_name(number: int) -> str:
    """The name of a system call of this machine."""
    # Late, as its tables take long to import.
    from system_calls import NoSuchSystemCall, syscalls

    if number < 0:
        return "none, but blocked in the kernel"
    try:
        return str(syscalls()[number])
    except NoSuchSystemCall:
        return f"number {number}"

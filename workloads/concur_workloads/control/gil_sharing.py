"""Whether the workers of a side share a GIL, and whether it can be seen who holds it."""

from __future__ import annotations

import sys
from functools import cache

from concur_workloads.backends.registry import backend
from concur_workloads.control.party import Party
from concur_workloads.observer.waiting.sampler import MOST_AT_ONCE


def why_none_is_shared(party: Party) -> str:
    """Why the workers share no GIL; empty where they do, as far as that is known yet."""
    hello, conditions = party.ledger.hello, party.ledger.conditions
    if conditions is not None:
        is_on = conditions.workers_with_gil > 0
    else:
        is_on = hello is None or hello.gil
    if not is_on:
        return "this Python runs without the GIL"
    if why := _why_each_has_its_own(party.spec.backend):
        return why
    if party.spec.workers == 1:
        return "there is one worker, which shares the GIL with no other"
    return ""


@cache
def _why_each_has_its_own(name: str) -> str:
    """Empty if the workers of the backend share one; asked for each snapshot of a run."""
    info = backend(name)
    if not info.in_one_process or info.capabilities.own_gil_per_worker:
        return f"the workers are {info.workers_are}, each with a GIL of its own"
    return ""


def why_it_is_unseen(party: Party) -> str:
    """Why nobody can see who holds the GIL; empty where nothing speaks against it."""
    if sys.platform != "linux":
        return "who waits for it is read from /proc, which only Linux has"
    # The serial side may have a thread to be looked at, too.
    if party.spec.workers >= MOST_AT_ONCE:
        return f"of {party.spec.workers} workers, not all are looked at at once"
    return ""

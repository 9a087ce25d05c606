"""A token that two hand to each other on one CPU: each hand-over is a context switch."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter_ns

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.overhead.switch_partner import (
    TOKEN,
    counted_switches,
    process_partner,
    thread_partner,
)
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter, SpecError

_PARTNERS = {"thread": thread_partner, "process": process_partner}

#: Until both have run once, and caches are warm.
_FIRST_ROUND_TRIPS = 20

#: On one CPU nobody gets a token before the other has left the CPU; some room for rounding.
_FEWEST_SWITCHES = 0.9


@contextmanager
def _on_one_cpu(worker: int) -> Iterator[None]:
    """Bind this thread, and with it what it starts, to the CPU whose turn it is."""
    usable = os.sched_getaffinity(0)
    cpu = sorted(usable)[(worker - 1) % len(usable)]
    os.sched_setaffinity(0, {cpu})
    try:
        yield
    finally:
        os.sched_setaffinity(0, usable)


def _hand_over(there: int, back: int, round_trips: int) -> int:
    """Nanoseconds for so many round trips."""
    write, read = os.write, os.read
    start_ns = perf_counter_ns()
    for _ in range(round_trips):
        write(there, TOKEN)
        read(back, 1)
    return perf_counter_ns() - start_ns


def _context_switch(_task: int, settings: Settings) -> Outcome:
    round_trips: int = settings["round_trips"]
    partner_kind = settings["partner"]
    with _on_one_cpu(settings["here"].worker), _PARTNERS[partner_kind]() as partner:
        try:
            _hand_over(partner.there, partner.back, _FIRST_ROUND_TRIPS)
            before = counted_switches()
            took_ns = _hand_over(partner.there, partner.back, round_trips)
            own = counted_switches().since(before)
            echoed = partner.end()
        except BrokenPipeError:
            raise RuntimeError(f"the partner {partner_kind} ended before its time") from None
    if echoed.tokens != round_trips + _FIRST_ROUND_TRIPS:
        raise RuntimeError(
            f"the partner {partner_kind} handed back {echoed.tokens} of "
            f"{round_trips + _FIRST_ROUND_TRIPS} tokens"
        )
    hand_overs = 2 * round_trips
    # The partner counted from its start on, so of its switches only this share is of now.
    share = round_trips / echoed.tokens
    voluntary = own.voluntary + echoed.switches.voluntary * share
    involuntary = own.involuntary + echoed.switches.involuntary * share
    if voluntary + involuntary < _FEWEST_SWITCHES * hand_overs:
        raise RuntimeError(
            f"the kernel counted {voluntary + involuntary:.0f} context switches in "
            f"{hand_overs} hand-overs, so the two were not on one CPU"
        )
    return Outcome(
        round_trips,
        {
            "hand-over": took_ns / hand_overs / 1e9,
            "time per switch": took_ns / (voluntary + involuntary) / 1e9,
            "voluntary switches": voluntary / hand_overs,
            "involuntary switches": involuntary / hand_overs,
        },
    )


def _check(_settings: Settings, _backend: str) -> None:
    if not hasattr(os, "sched_setaffinity"):
        only = "one that this system can run: only Linux binds a thread to a CPU"
        raise SpecError("workload", "context-switch", only)


WORKLOADS = (
    Workload(
        name="context-switch",
        title="context switch",
        family="Overhead",
        kind="switches on one CPU",
        summary="Hands a token to a partner on the same CPU, by os.pipe, and waits for it.",
        look_at=(
            "On one CPU a token can only move when one side leaves the CPU to the other, so the "
            "time of a hand-over is a system call each way and at least one switch; how many there "
            "really were, the kernel counts. Voluntary ones waited, involuntary ones were pushed "
            "aside. Compare a thread with a process as the partner: threads also hand over the "
            "GIL. Do so with one worker: threads of several share one GIL, for which they wait."
        ),
        parameters=(
            Parameter(
                "partner",
                "thread",
                "who gives the token back",
                choices=tuple(_PARTNERS),
            ),
            Parameter(
                "round_trips", 5_000, "how often the token goes and comes back", 10, 10_000_000
            ),
        ),
        body=_context_switch,
        default_tasks=8,
        figures=(
            Figure("hand-over", "s", "half of a round trip of the token, on average"),
            Figure(
                "time per switch",
                "s",
                "time of all round trips by the switches that the kernel counted",
            ),
            Figure(
                "voluntary switches",
                "per hand-over",
                "how often a side left the CPU because it waited, as the kernel counted for both",
            ),
            Figure(
                "involuntary switches",
                "per hand-over",
                "how often a side was pushed off the CPU, counted by the kernel for both sides",
            ),
        ),
        check=_check,
        smallest={"round_trips": 100},
    ),
)

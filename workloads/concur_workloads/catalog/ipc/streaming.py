"""Streams: messages one way, as fast as they go."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from time import perf_counter_ns
from typing import NamedTuple

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.ipc.family import BACKENDS, ELSEWHERE, FAMILY, verify_times
from concur_workloads.catalog.ipc.line import End, Line, Load
from concur_workloads.catalog.ipc.mechanisms import (
    MECHANISM,
    MECHANISMS,
    MESSAGE_BYTES,
    Mechanism,
)
from concur_workloads.catalog.ipc.placement import (
    PLACEMENT,
    Seats,
    check_placement,
    seated,
    seatings,
)
from concur_workloads.catalog.ipc.roles import (
    ALL_CAME,
    WORD_BYTES,
    contents,
    give,
    number_in,
    take,
    word,
)
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter, SpecError

_TOPOLOGIES = ("one-to-one", "fan-out", "many-to-one")

_HOW = "from just before the first one was sent until all had come"

_FIGURES = (
    Figure("same CPU", "B/s", f"bytes of messages a second with all ends on one CPU, {_HOW}"),
    Figure("two CPUs", "B/s", "the same with the worker on one CPU, its partners on another one"),
    Figure("two CPUs over same CPU", "x", "the one divided by the other one, of the same task"),
    Figure("messages on same CPU", "1/s", f"messages a second with all ends on one CPU, {_HOW}"),
    Figure("messages on two CPUs", "1/s", "the same with the worker and its partners on two"),
    Figure("throughput", "B/s", f"bytes of messages a second, {_HOW}"),
    Figure("messages", "1/s", f"messages a second, {_HOW}"),
)


def _check(settings: Settings, backend: str) -> None:
    """Raise SpecError for a placement or a number of partners that there cannot be."""
    check_placement(settings, backend)
    topology, partners = settings["topology"], settings["partners"]
    if topology == "one-to-one" and partners != 1:
        raise SpecError(
            "partners", partners, "1 with one-to-one; fan-out and many-to-one have more"
        )
    if topology != "one-to-one" and partners == 1:
        raise SpecError("partners", partners, f"2 or more with {topology}")


class _Stream(NamedTuple):
    """What a task sends, one way or the other."""

    task: int
    partners: int
    each: int
    message_bytes: int

    @property
    def messages(self) -> int:
        return self.partners * self.each


def _measure_streams(task: int, settings: Settings) -> Outcome:
    """One stream for each placement that is asked for."""
    size = settings["message_bytes"]
    asked = _Stream(task, settings["partners"], settings["messages"], size)
    mechanism = MECHANISMS[settings["mechanism"]]
    measure = _from_partners if settings["topology"] == "many-to-one" else _to_partners
    seats = seatings(settings["placement"], settings["here"].worker)
    rates = {each.name: asked.messages / measure(mechanism, asked, each) for each in seats}
    figures = _of_both(rates, size) if settings["placement"] == "both" else _of_one(rates, size)
    return Outcome(asked.messages, figures)


def _of_both(rates: dict[str, float], size: int) -> dict[str, float]:
    figures = {}
    for name, rate in rates.items():
        figures[name] = rate * size
        figures[f"messages on {name}"] = rate
    if len(rates) == 2:
        figures["two CPUs over same CPU"] = rates["two CPUs"] / rates["same CPU"]
    return figures


def _of_one(rates: dict[str, float], size: int) -> dict[str, float]:
    (rate,) = rates.values()
    return {"throughput": rate * size, "messages": rate}


def _to_partners(mechanism: Mechanism, asked: _Stream, seats: Seats) -> float:
    """Send to each partner in turn; the seconds until all say that they have theirs."""
    messages = contents(asked.task, asked.message_bytes)
    load = Load(there=asked.message_bytes, back=WORD_BYTES)
    role = partial(take, asked.each)
    with seated(seats.ours), ExitStack() as opened:
        lines = _lines(mechanism, load, asked.partners, opened)
        opened.enter_context(mechanism.partners(role, lines, seats.theirs))
        ends = [line.ours for line in lines]
        sends = [end.send for end in ends]
        _hear(ends)
        began_ns = perf_counter_ns()
        for number in range(asked.each):
            message = messages[number & 1]
            for send in sends:
                send(message)
        # Each says two things; where they share a line, one may say both before the other one.
        said = [(number_in(end.receive()), perf_counter_ns()) for end in (*ends, *ends)]
    ended_ns = [at_ns for number, at_ns in said if number == ALL_CAME]
    checksums = {number for number, _ in said if number != ALL_CAME}
    if len(ended_ns) != asked.partners or not checksums <= {*map(zlib.crc32, messages)}:
        raise ValueError("other bytes came than were sent")
    return (max(ended_ns) - began_ns) / 1e9


def _from_partners(mechanism: Mechanism, asked: _Stream, seats: Seats) -> float:
    """Tell all partners to send; the seconds until everything is here."""
    messages = contents(asked.task, asked.message_bytes)
    load = Load(there=WORD_BYTES, back=asked.message_bytes)
    role = partial(give, asked.each, asked.task, asked.message_bytes)
    with seated(seats.ours), ExitStack() as opened:
        lines = _lines(mechanism, load, asked.partners, opened)
        opened.enter_context(mechanism.partners(role, lines, seats.theirs))
        ends = [line.ours for line in lines]
        receives = [end.receive for end in ends]
        first = _hear(ends)
        go = word(asked.each)
        began_ns = perf_counter_ns()
        for end in ends:
            end.send(go)
        for _ in range(asked.each):
            for receive in receives:
                message = receive()
        ended_ns = perf_counter_ns()
    if {*first} != {messages[0]} or message not in messages:
        raise ValueError("other bytes came than were sent")
    return (ended_ns - began_ns) / 1e9


def _lines(mechanism: Mechanism, load: Load, partners: int, opened: ExitStack) -> list[Line]:
    """One for each partner, or the same for all where several can be at its end."""
    if mechanism.shared:
        return [opened.enter_context(mechanism.open(load))] * partners
    return [opened.enter_context(mechanism.open(load)) for _ in range(partners)]


def _hear(ends: Sequence[End]) -> list[bytes]:
    """What comes next from each; a copy, as some ends receive into the same memory again.

    Raises EOFError when a partner has failed.
    """
    heard = [bytes(end.receive()) for end in ends]
    if b"" in heard:
        raise EOFError("a partner has failed")
    return heard


WORKLOADS = (
    Workload(
        name="streaming",
        title="streaming",
        family=FAMILY,
        kind="copies, or waits for room and messages",
        summary="Sends messages one way as fast as they go, to a partner or several, or from them.",
        look_at=(
            "Raise the size of a message: bytes a second grow while the cost of a message counts, "
            "messages a second fall once the cost of its bytes does. Two CPUs help where both ends "
            "have work to do at the same time. With several partners see what sharing one queue "
            "costs beside a pipe for each."
        ),
        parameters=(
            MECHANISM,
            MESSAGE_BYTES,
            Parameter("messages", 1_000, "messages that each partner gets or sends", 1, 1_000_000),
            Parameter(
                "topology",
                "one-to-one",
                "one worker sends to one partner or to all in turn, or gets from all",
                choices=_TOPOLOGIES,
            ),
            Parameter("partners", 1, "partners of each worker", 1, 64),
            PLACEMENT,
        ),
        body=_measure_streams,
        default_tasks=5,
        default_repeats=1,
        baseline=False,
        figures=_FIGURES,
        backends=BACKENDS,
        elsewhere=ELSEWHERE,
        check=_check,
        verify=verify_times,
        smallest={"messages": 10},
        smallest_tasks=2,
    ),
)

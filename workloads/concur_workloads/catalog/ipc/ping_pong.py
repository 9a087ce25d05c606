"""Round trips: a message there and back, one after the other."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import partial
from time import perf_counter_ns

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.ipc.family import BACKENDS, ELSEWHERE, FAMILY, verify_times
from concur_workloads.catalog.ipc.line import End, Load
from concur_workloads.catalog.ipc.mechanisms import MECHANISM, MECHANISMS, MESSAGE_BYTES
from concur_workloads.catalog.ipc.placement import (
    PLACEMENT,
    Seats,
    check_placement,
    seated,
    seatings,
)
from concur_workloads.catalog.ipc.roles import contents, echo
from concur_workloads.catalog.percentile import percentile
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

#: Trips before those that are timed; the first one waits until the partner has started.
_TRIPS_BEFORE = 10

_TIMED = "by the sender's clock, from just before a message is sent until it is back"

_FIGURES = (
    Figure("same CPU p50", "s", f"half of the round trips on one CPU took no longer, {_TIMED}"),
    Figure("same CPU p99", "s", "99 % of the round trips on one CPU took no longer"),
    Figure("two CPUs p50", "s", "half of the round trips between two CPUs took no longer"),
    Figure("two CPUs p99", "s", "99 % of the round trips between two CPUs took no longer"),
    Figure("two CPUs over same CPU", "x", "the one p50 divided by the other one, of the same task"),
    Figure("round trip p50", "s", f"half of the round trips took no longer, {_TIMED}"),
    Figure("round trip p99", "s", "99 % of the round trips took no longer"),
    Figure("round trip max", "s", "the longest round trip of a task"),
    Figure("messages", "1/s", "two for each round trip, divided by the time of all round trips"),
)


def _ping_pong(task: int, settings: Settings) -> Outcome:
    """One series of round trips for each placement that is asked for."""
    seats = seatings(settings["placement"], settings["here"].worker)
    messages = contents(task, settings["message_bytes"])
    times_ns = {each.name: _series(settings, each, messages) for each in seats}
    figures = _of_both(times_ns) if settings["placement"] == "both" else _of_one(*times_ns.values())
    return Outcome(zlib.crc32(messages[0]), figures)


def _series(settings: Settings, seats: Seats, messages: Sequence[bytes]) -> list[int]:
    """What each round trip took, in nanoseconds."""
    mechanism = MECHANISMS[settings["mechanism"]]
    size, trips = settings["message_bytes"], settings["round_trips"]
    role = partial(echo, _TRIPS_BEFORE + trips)
    # Bound before the line is opened, as what belongs to a line runs where it was created.
    with (
        seated(seats.ours),
        mechanism.open(Load(size, size)) as line,
        mechanism.partners(role, [line], seats.theirs),
    ):
        _timed_trips(line.ours, messages, _TRIPS_BEFORE)
        return _timed_trips(line.ours, messages, trips)


def _timed_trips(end: End, messages: Sequence[bytes], trips: int) -> list[int]:
    send, receive = end
    times_ns = [0] * trips
    for trip in range(trips):
        message = messages[trip & 1]
        began_ns = perf_counter_ns()
        send(message)
        answer = receive()
        ended_ns = perf_counter_ns()
        times_ns[trip] = ended_ns - began_ns
        if answer != message:
            raise ValueError(f"round trip {trip} brought back other bytes than were sent")
    return times_ns


def _of_both(times_ns: dict[str, list[int]]) -> dict[str, float]:
    figures = {}
    for name, times in times_ns.items():
        figures[f"{name} p50"] = percentile(times, 50) / 1e9
        figures[f"{name} p99"] = percentile(times, 99) / 1e9
    if len(times_ns) == 2:
        figures["two CPUs over same CPU"] = figures["two CPUs p50"] / figures["same CPU p50"]
    return figures


def _of_one(times_ns: Sequence[int]) -> dict[str, float]:
    return {
        "round trip p50": percentile(times_ns, 50) / 1e9,
        "round trip p99": percentile(times_ns, 99) / 1e9,
        "round trip max": max(times_ns) / 1e9,
        "messages": 2e9 * len(times_ns) / sum(times_ns),
    }


WORKLOADS = (
    Workload(
        name="ping-pong",
        title="ping-pong",
        family=FAMILY,
        kind="waits for the other end",
        summary="Sends a message to a partner and waits until it is back, many times in a row.",
        look_at=(
            "Compare the p50 of both placements before you compare mechanisms: how far apart they "
            "are says what it takes to wake somebody on another CPU. The time of a task also "
            "holds the start of its partner, the figures do not. One worker measures "
            "undisturbed; with more, the pairs get into each other's way."
        ),
        parameters=(
            MECHANISM,
            MESSAGE_BYTES,
            Parameter("round_trips", 1_000, "round trips that a task times", 10, 1_000_000),
            PLACEMENT,
        ),
        body=_ping_pong,
        default_tasks=5,
        default_repeats=1,
        baseline=False,
        figures=_FIGURES,
        backends=BACKENDS,
        elsewhere=ELSEWHERE,
        check=check_placement,
        verify=verify_times,
        smallest={"round_trips": 10},
        smallest_tasks=2,
    ),
)

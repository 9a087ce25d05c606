"""Convoy: what one thread that computes does to those that wait for short answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.latency_client import exchange
from concur_workloads.catalog.percentile import percentile
from concur_workloads.catalog.shared_state.common_ground import BACKENDS, ELSEWHERE, numbers
from concur_workloads.catalog.shared_state.partners import Partners, make_partners
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter

if TYPE_CHECKING:
    import socket

_BYTES = 64

#: How often one looks whether the spinner has begun.
_START_POLL_S = 0.000_5


@dataclass
class Road:
    """The server to ask; by lane, whether worker 1 has begun to compute, and others are done."""

    partners: Partners
    address: tuple[str, int]
    flags: Any


@contextmanager
def _road(settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    from concur_workloads.catalog.latency_server import running_server

    with running_server(settings["latency_ms"] / 1e3) as address:
        yield {"road": Road(make_partners(stage), address, numbers(stage, stage.workers))}


def _drive(task: int, settings: Settings) -> Outcome | int:
    requests: int = settings["requests"]
    if task == WARM_UP_TASK:
        return requests
    road: Road = settings["road"]
    worker: int = settings["here"].worker
    with road.partners.at_work(worker):
        if worker == 1:
            return Outcome(requests, _spin_in_second_half(road))
        return Outcome(requests, _ask_in_both_halves(road, worker, requests))


def _spin_in_second_half(road: Road) -> dict[str, float]:
    """The spinner: rests while the others ask alone, then computes until all have their answers."""
    flags = road.flags
    for place in range(len(flags)):
        flags[place] = 0
    road.partners.gather(1)
    road.partners.gather(1)
    began_ns, began_cpu_ns = time.monotonic_ns(), time.thread_time_ns()
    flags[0] = 1
    while not all(flags):
        pass
    cpu_ns = time.thread_time_ns() - began_cpu_ns
    return {"spinner CPU": 100 * cpu_ns / max(1, time.monotonic_ns() - began_ns)}


def _ask_in_both_halves(road: Road, worker: int, requests: int) -> dict[str, float]:
    with _connection(road.address) as connection:
        road.partners.gather(worker)
        alone_s = _round_trips_s(connection, requests)
        road.partners.gather(worker)
        while not road.flags[0]:
            time.sleep(_START_POLL_S)
        beside_s = _round_trips_s(connection, requests)
        road.flags[worker - 1] = 1
    return {
        "alone p50": percentile(alone_s, 50),
        "alone p99": percentile(alone_s, 99),
        "beside p50": percentile(beside_s, 50),
        "beside p99": percentile(beside_s, 99),
    }


def _connection(address: tuple[str, int]) -> socket.socket:
    # Late, as most runs do without it.
    import socket

    connection = socket.create_connection(address)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _round_trips_s(connection: socket.socket, requests: int) -> list[float]:
    """Ask one after the other; how long each answer took, in seconds."""
    trips_s = []
    for number in range(requests):
        asked_ns = time.monotonic_ns()
        answer = exchange(connection, number, _BYTES)
        trips_s.append((time.monotonic_ns() - asked_ns) / 1e9)
        if answer != number:
            raise ValueError(f"request {number} got the answer to request {answer}")
    return trips_s


WORKLOADS = (
    Workload(
        name="convoy",
        title="convoy behind a spinner",
        family="Shared state",
        kind="I/O beside CPU-bound work",
        summary=(
            "Worker 1 computes without a pause while the others make short round trips to a server."
        ),
        look_at=(
            "Compare the round trips beside the spinner with those alone. A thread that comes back "
            "from I/O must get the GIL from the one that computes, which may keep it for one "
            "switch interval: turn the dial --switch-interval, and see round trips and the "
            "spinner's share of the CPU follow. Processes have no GIL in common: see what they "
            "make of the same load."
        ),
        parameters=(
            Parameter(
                "requests", 50, "round trips of a worker, alone and again beside", 1, 100_000
            ),
            Parameter(
                "latency_ms",
                0.5,
                "how long the server waits before it answers",
                0,
                10_000,
                unit="ms",
            ),
        ),
        body=_drive,
        fixture=_road,
        default_tasks=8,
        baseline=False,
        figures=(
            Figure("alone p50", "s", "median round trip of a worker while worker 1 rests"),
            Figure("alone p99", "s", "what 99 % of them did not exceed"),
            Figure("beside p50", "s", "median round trip while worker 1 computes"),
            Figure("beside p99", "s", "what 99 % of them did not exceed"),
            Figure("spinner CPU", "%", "share of its computing in which worker 1 was on a CPU"),
        ),
        backends=BACKENDS,
        elsewhere=ELSEWHERE,
        together=True,
        fewest_workers=2,
        smallest={"requests": 5},
    ),
)

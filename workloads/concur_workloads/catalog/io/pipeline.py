"""Waiting first and computing then, with a dial for the share of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter_ns
from typing import Any

from concur_workloads.catalog.cpu.pure_python import sum_of_squares
from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.latency_client import (
    connections,
    exchange,
    exchange_in_loop,
)
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_REQUEST_BYTES = 64


def _computing_steps(settings: Settings) -> int:
    steps: int = settings["steps"]
    share: float = settings["cpu_share"] / 100
    return round(steps * share)


@contextmanager
def _server(settings: Settings, _stage: Stage) -> Iterator[dict[str, Any]]:
    from concur_workloads.catalog.latency_server import running_server

    waiting = settings["steps"] - _computing_steps(settings)
    with running_server(waiting * settings["wait_ms"] / 1e3) as address:
        yield {"address": address}


def _fetch_then_compute(task: int, settings: Settings) -> Outcome:
    began_ns = perf_counter_ns()
    connection = connections.to(tuple(settings["address"]))
    number = exchange(connection, task, _REQUEST_BYTES)
    return _compute(number, settings, perf_counter_ns() - began_ns)


async def _fetch_then_compute_in_loop(task: int, settings: Settings) -> Outcome:
    # Late, as only runs of asyncio need that library, which takes tens of milliseconds to load.
    from concur_workloads.catalog.loop_connections import connection_to

    began_ns = perf_counter_ns()
    async with connection_to(tuple(settings["address"])) as connection:
        number = await exchange_in_loop(connection, task, _REQUEST_BYTES)
    return _compute(number, settings, perf_counter_ns() - began_ns)


def _compute(number: int, settings: Settings, waited_ns: int) -> Outcome:
    began_ns = perf_counter_ns()
    total = sum(sum_of_squares(settings["terms"]) for _ in range(_computing_steps(settings)))
    computed_ns = perf_counter_ns() - began_ns
    return Outcome((number, total), {"I/O": waited_ns / 1e9, "computing": computed_ns / 1e9})


WORKLOADS = (
    Workload(
        name="io-then-cpu",
        title="I/O, then CPU",
        family="I/O-bound",
        kind="I/O-bound to CPU-bound, by a share that you set",
        summary="Waits for a server's answer, then adds up squares, in the share that you set.",
        look_at=(
            "The figures say how long a task was at each part. Raise the share from 0 to 100 % and "
            "see from where on more threads gain nothing, and where processes begin to. What the "
            "I/O part grows beyond its latency is time in which an answer was there, but the "
            "worker had no CPU or no GIL; on asyncio it had no turn of the loop."
        ),
        parameters=(
            Parameter("cpu_share", 50.0, "share of steps that compute", 0, 100, unit="%"),
            Parameter("steps", 20, "how many steps a task has", 1, 10_000),
            Parameter("wait_ms", 1.0, "how long a step of I/O waits", 0, 1_000, unit="ms"),
            Parameter("terms", 15_000, "squares that a computing step adds", 1, 100_000_000),
        ),
        body=_fetch_then_compute,
        coroutine=_fetch_then_compute_in_loop,
        fixture=_server,
        figures=(
            Figure("I/O", "s", "from sending the request to having its answer"),
            Figure("computing", "s", "how long the computing took by the clock, waiting included"),
        ),
        default_tasks=64,
        smallest={"steps": 4, "terms": 2_000},
    ),
)

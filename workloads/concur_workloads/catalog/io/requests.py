"""Requests to a server over loopback sockets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from concur_workloads.catalog.latency_client import (
    connections,
    exchange,
    exchange_in_loop,
)
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter


@contextmanager
def _server(settings: Settings, _stage: Stage) -> Iterator[dict[str, Any]]:
    from concur_workloads.catalog.latency_server import running_server

    with running_server(settings["latency_ms"] / 1e3, settings["jitter_ms"] / 1e3) as address:
        yield {"address": address}


def _request(task: int, settings: Settings) -> int:
    connection = connections.to(tuple(settings["address"]))
    return exchange(connection, task, settings["bytes"])


async def _request_in_loop(task: int, settings: Settings) -> int:
    # Late, as only runs of asyncio need that library, which takes tens of milliseconds to load.
    from concur_workloads.catalog.loop_connections import connection_to

    async with connection_to(tuple(settings["address"])) as connection:
        return await exchange_in_loop(connection, task, settings["bytes"])


WORKLOADS = (
    Workload(
        name="loopback-requests",
        title="loopback requests",
        family="I/O-bound",
        kind="I/O-bound, releases the GIL while it waits",
        summary="A request and its answer over a TCP socket, from a server with a set latency.",
        look_at=(
            "Raise the workers well above the number of CPUs and watch throughput: it can grow "
            "until the CPU time of a request, not its latency, is the limit. The on-CPU time of "
            "the workers says how near that limit is. With jitter no two requests take the same: "
            "the report of `concur-tui run` has the median and the 99th percentile of a task."
        ),
        parameters=(
            Parameter(
                "latency_ms",
                20.0,
                "how long the server waits before it answers",
                0,
                60_000,
                unit="ms",
            ),
            Parameter(
                "jitter_ms",
                0.0,
                "up to how much longer, evenly spread, by the number of the task",
                0,
                60_000,
                unit="ms",
            ),
            Parameter("bytes", 64, "size of the request and of its answer", 8, 1 << 20, unit="B"),
        ),
        body=_request,
        coroutine=_request_in_loop,
        fixture=_server,
        default_tasks=100,
        smallest={"latency_ms": 2.0, "jitter_ms": 2.0},
    ),
)

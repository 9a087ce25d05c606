"""Waiting for others: real requests over loopback sockets, and sleep as the ideal case."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from concur_workloads.catalog.latency_client import exchange, exchange_in_loop
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_connections = threading.local()


@contextmanager
def _latency_server(settings: Settings) -> Iterator[dict[str, Any]]:
    """A server of its own process, so that it neither shares nor contends for the workers' GIL."""
    from concur_workloads.catalog.latency_server import running_server

    with running_server(settings["latency_ms"] / 1e3) as address:
        yield {"address": address}


def _connection(address: tuple[str, int]) -> socket.socket:
    """One connection a worker, made by its warm-up task and kept."""
    if getattr(_connections, "address", None) != address:
        _connections.socket = socket.create_connection(address)
        _connections.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _connections.address = address
    connection: socket.socket = _connections.socket
    return connection


def _request(task: int, settings: Settings) -> int:
    connection = _connection(tuple(settings["address"]))
    return exchange(connection, task, settings["bytes"])


async def _request_in_loop(task: int, settings: Settings) -> int:
    # Late, as only runs of asyncio need that library, which takes tens of milliseconds to load.
    from concur_workloads.catalog.loop_connections import connection_to

    async with connection_to(tuple(settings["address"])) as connection:
        return await exchange_in_loop(connection, task, settings["bytes"])


def _sleep(task: int, settings: Settings) -> int:
    time.sleep(settings["seconds"])
    return task


async def _sleep_in_loop(task: int, settings: Settings) -> int:
    import asyncio

    await asyncio.sleep(settings["seconds"])
    return task


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
            "the workers says how near that limit is."
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
            Parameter("bytes", 64, "size of the request and of its answer", 8, 1 << 20, unit="B"),
        ),
        body=_request,
        coroutine=_request_in_loop,
        fixture=_latency_server,
        default_tasks=100,
    ),
    Workload(
        name="sleep",
        title="sleep (ideal)",
        family="I/O-bound",
        kind="pure waiting: an ideal, not I/O",
        summary="time.sleep: waiting without any I/O, so nothing is copied and nothing contends.",
        look_at=(
            "An upper bound for what waiting work can gain, since real I/O also costs system "
            "calls and copies: compare with loopback requests of the same latency."
        ),
        parameters=(Parameter("seconds", 2.0, "how long a task sleeps", 0, 3_600, unit="s"),),
        body=_sleep,
        coroutine=_sleep_in_loop,
        default_tasks=5,
        default_repeats=1,
    ),
)

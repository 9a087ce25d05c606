"""A small server that answers each request after a set time, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from concur_workloads.catalog.companion import companion
from concur_workloads.catalog.messages import LENGTH, number_in


class Delay(NamedTuple):
    """How long an answer takes, in seconds: the latency, and up to `jitter_s` more."""

    latency_s: float
    jitter_s: float

    def of(self, number: int) -> float:
        """That of one request: drawn from its number, so that it is the same in every run."""
        if not self.jitter_s:
            return self.latency_s
        return self.latency_s + random.Random(number).uniform(0.0, self.jitter_s)


@contextmanager
def running_server(latency_s: float, jitter_s: float = 0.0) -> Iterator[tuple[str, int]]:
    """Run the server for the length of a block; gives its address. Raises OSError."""
    with companion(__name__, str(latency_s), str(jitter_s)) as (host, port):
        yield host, port


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: Delay) -> None:
    try:
        while True:
            head = await reader.readexactly(LENGTH.size)
            body = await reader.readexactly(LENGTH.unpack(head)[0])
            seconds = delay.of(number_in(body))
            if seconds:
                await asyncio.sleep(seconds)
            writer.write(head + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
        writer.close()


async def _serve(delay: Delay) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _answer(reader, writer, delay)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    print(json.dumps(server.sockets[0].getsockname()), flush=True)
    loop = asyncio.get_running_loop()
    gone = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), gone.set)
    await gone.wait()


def main() -> None:
    """Serve until standard input ends, or the process that asked for it dies."""
    from concur_workloads.isolation import die_with_parent

    die_with_parent()
    asyncio.run(_serve(Delay(*map(float, sys.argv[1:]))))

"""A small server that answers each request after a set time, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from concur_workloads.catalog.latency_client import LENGTH
from concur_workloads.isolation import python_command

_SHUTDOWN_LIMIT_S = 2.0


@contextmanager
def running_server(latency_s: float) -> Iterator[tuple[str, int]]:
    """Run the server for the length of a block; gives its address. Raises OSError."""
    command = python_command(None, "concur_workloads.catalog.latency_server")
    process = subprocess.Popen(
        [*command, str(latency_s)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line:
            raise OSError("the latency server did not start")
        host, port = json.loads(line)
        yield host, port
    finally:
        # The end of its standard input tells the server to stop.
        process.stdin.close()
        try:
            process.wait(_SHUTDOWN_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


async def _answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, latency_s: float
) -> None:
    try:
        while True:
            head = await reader.readexactly(LENGTH.size)
            body = await reader.readexactly(LENGTH.unpack(head)[0])
            if latency_s:
                await asyncio.sleep(latency_s)
            writer.write(head + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
        writer.close()


async def _serve(latency_s: float) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _answer(reader, writer, latency_s)

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
    asyncio.run(_serve(float(sys.argv[1])))

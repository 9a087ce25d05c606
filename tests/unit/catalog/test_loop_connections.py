"""Connections of a loop: kept for the next exchange, not kept after a fault, closed with it."""

import asyncio
import gc
import socket
from collections.abc import Iterator

import pytest

from concur_workloads.catalog.latency_client import exchange_in_loop
from concur_workloads.catalog.latency_server import running_server
from concur_workloads.catalog.loop_connections import connection_to


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    """Of the catalogue's own server, which answers at once."""
    with running_server(0.0) as made:
        yield made


async def test_what_is_sent_comes_back_in_any_size(address: tuple[str, int]) -> None:
    async with connection_to(address) as connection:
        for size in (8, 1 << 20):
            assert await exchange_in_loop(connection, -7, size) == -7


async def test_a_connection_is_used_again_when_it_is_free(address: tuple[str, int]) -> None:
    async with connection_to(address) as first, connection_to(address) as second:
        assert first is not second
    async with connection_to(address) as third:
        assert third in (first, second)


async def test_after_a_fault_the_next_exchange_gets_another(address: tuple[str, int]) -> None:
    with pytest.raises(ValueError, match="on purpose"):
        await _fail_on(address)
    async with connection_to(address) as second:
        assert await exchange_in_loop(second, 3, 8) == 3


async def _fail_on(address: tuple[str, int]) -> None:
    async with connection_to(address) as connection:
        # The answer to this one comes when nobody waits for it any more.
        connection.send(b"\0\0\0\x08" + b"?" * 8)
        raise ValueError("on purpose")


async def test_a_server_that_has_gone_is_told() -> None:
    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        with pytest.raises(ConnectionError):
            async with connection_to(server.sockets[0].getsockname()) as connection:
                await exchange_in_loop(connection, 3, 8)


def test_connections_are_closed_when_their_loop_has_gone(address: tuple[str, int]) -> None:
    async def use() -> socket.socket:
        async with connection_to(address) as connection:
            return connection

    connection = asyncio.run(use())
    gc.collect()
    assert connection.fileno() == -1

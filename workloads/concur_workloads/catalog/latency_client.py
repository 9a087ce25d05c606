"""The workers' side of the latency server."""

from __future__ import annotations

import socket

from concur_workloads.catalog.kept_by_thread import KeptByThread
from concur_workloads.catalog.messages import LENGTH, message, number_in


def _connect(address: tuple[str, int]) -> socket.socket:
    connection = socket.create_connection(address)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


#: One connection a worker.
connections = KeptByThread(_connect)


def exchange(connection: socket.socket, number: int, size: int) -> int:
    """Send a request of `size` bytes (8 or more) that carries `number`; the number that comes back.

    Raises ConnectionError when the server has gone.
    """
    connection.sendall(message(number, size))
    parts = []
    missing = LENGTH.size + size
    while missing:
        parts.append(_checked(connection.recv(missing)))
        missing -= len(parts[-1])
    return _number_in(parts)


async def exchange_in_loop(connection: socket.socket, number: int, size: int) -> int:
    """The same over a non-blocking socket, for a coroutine."""
    import asyncio

    loop = asyncio.get_running_loop()
    await loop.sock_sendall(connection, message(number, size))
    parts = []
    missing = LENGTH.size + size
    while missing:
        parts.append(_checked(await loop.sock_recv(connection, missing)))
        missing -= len(parts[-1])
    return _number_in(parts)


def _checked(part: bytes) -> bytes:
    if not part:
        raise ConnectionError("the latency server closed the connection")
    return part


def _number_in(parts: list[bytes]) -> int:
    return number_in(b"".join(parts)[LENGTH.size :])

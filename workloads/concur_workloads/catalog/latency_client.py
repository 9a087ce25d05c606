"""The wire format of the latency server: a length, then as many bytes, sent back unchanged."""

from __future__ import annotations

import socket
import struct

LENGTH = struct.Struct("!I")
_NUMBER = struct.Struct("!q")


def exchange(connection: socket.socket, number: int, size: int) -> int:
    """Send a request of `size` bytes (8 or more) that carries `number`; the number that comes back.

    Raises ConnectionError when the server has gone.
    """
    connection.sendall(_request(number, size))
    parts = []
    missing = LENGTH.size + size
    while missing:
        parts.append(_checked(connection.recv(missing)))
        missing -= len(parts[-1])
    return _number_in(b"".join(parts))


async def exchange_in_loop(connection: socket.socket, number: int, size: int) -> int:
    """The same over a non-blocking socket, for a coroutine."""
    import asyncio

    loop = asyncio.get_running_loop()
    await loop.sock_sendall(connection, _request(number, size))
    parts = []
    missing = LENGTH.size + size
    while missing:
        parts.append(_checked(await loop.sock_recv(connection, missing)))
        missing -= len(parts[-1])
    return _number_in(b"".join(parts))


def _request(number: int, size: int) -> bytes:
    return LENGTH.pack(size) + _NUMBER.pack(number).ljust(size, b".")


def _checked(part: bytes) -> bytes:
    if not part:
        raise ConnectionError("the latency server closed the connection")
    return part


def _number_in(answer: bytes) -> int:
    (returned,) = _NUMBER.unpack_from(answer, LENGTH.size)
    return int(returned)

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
    body = _NUMBER.pack(number).ljust(size, b".")
    connection.sendall(LENGTH.pack(size) + body)
    answer = _receive(connection, LENGTH.size + size)
    (returned,) = _NUMBER.unpack_from(answer, LENGTH.size)
    return int(returned)


def _receive(connection: socket.socket, size: int) -> bytes:
    parts = []
    while size:
        part = connection.recv(size)
        if not part:
            raise ConnectionError("the latency server closed the connection")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)

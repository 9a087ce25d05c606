"""Connections that the coroutines of an event loop share: as many as exchanges at once."""

from __future__ import annotations

import asyncio
import socket
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

#: Those that nobody uses just now. Sockets, unlike streams, do not keep their loop.
_idle: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, list[socket.socket]] = (
    weakref.WeakKeyDictionary()
)


@asynccontextmanager
async def connection_to(address: tuple[str, int]) -> AsyncIterator[socket.socket]:
    """A non-blocking connection for one exchange; it is kept until the running loop has gone."""
    idle = _idle_of(asyncio.get_running_loop())
    connection = idle.pop() if idle else await _connected(address)
    try:
        yield connection
    except BaseException:
        # What is still under way would be taken for the answer to the next request.
        connection.close()
        raise
    idle.append(connection)


def _idle_of(loop: asyncio.AbstractEventLoop) -> list[socket.socket]:
    if loop not in _idle:
        idle = _idle[loop] = []
        weakref.finalize(loop, _close_all, idle)
    return _idle[loop]


def _close_all(connections: list[socket.socket]) -> None:
    for each in connections:
        each.close()


async def _connected(address: tuple[str, int]) -> socket.socket:
    connection = socket.socket()
    try:
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_connect(connection, address)
    except BaseException:
        connection.close()
        raise
    return connection

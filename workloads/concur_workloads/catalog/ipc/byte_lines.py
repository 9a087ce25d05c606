"""Lines that carry bare bytes: an operating system's pipe, and sockets of two families.

Where a message ends only its size can tell, which both ends know.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from concur_workloads.catalog.ipc.line import End, Line, Load, Message

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


class _PipeEnd:
    """Reads from one pipe and writes to another one."""

    # Connections, as these know how to travel to a process that is created; not used otherwise.
    def __init__(
        self, source: Connection[Any, Any], target: Connection[Any, Any], incoming: int
    ) -> None:
        self._connections = source, target
        self._source, self._target = source.fileno(), target.fileno()
        self._buffer = bytearray(incoming)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (*self._connections, len(self._buffer))

    def send(self, message: Message) -> None:
        written = os.write(self._target, message)
        while written < len(message):
            written += os.write(self._target, memoryview(message)[written:])

    def receive(self) -> Message:
        got = os.readv(self._source, [self._buffer])
        while got < len(self._buffer):
            more = os.readv(self._source, [memoryview(self._buffer)[got:]])
            if not more:
                raise EOFError("the other end of the pipe was closed")
            got += more
        return self._buffer

    def close(self) -> None:
        for each in self._connections:
            each.close()


class _SocketEnd:
    """A connected socket."""

    def __init__(self, connected: socket.socket, incoming: int) -> None:
        self._socket = connected
        self._buffer = bytearray(incoming)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self._socket, len(self._buffer))

    def send(self, message: Message) -> None:
        self._socket.sendall(message)

    def receive(self) -> Message:
        got = self._socket.recv_into(self._buffer, 0, socket.MSG_WAITALL)
        while got < len(self._buffer):
            view = memoryview(self._buffer)[got:]
            more = self._socket.recv_into(view, 0, socket.MSG_WAITALL)
            if not more:
                raise EOFError("the other end of the socket was closed")
            got += more
        return self._buffer

    def close(self) -> None:
        self._socket.close()


@contextmanager
def os_pipes(load: Load) -> Iterator[Line]:
    """A pipe each way, read and written by os.readv and os.write."""
    from multiprocessing import Pipe

    their_source, our_target = Pipe(duplex=False)
    our_source, their_target = Pipe(duplex=False)
    ours = _PipeEnd(our_source, our_target, load.back)
    theirs = _PipeEnd(their_source, their_target, load.there)
    with _closing(ours, theirs) as line:
        yield line


@contextmanager
def unix_sockets(load: Load) -> Iterator[Line]:
    """A pair of sockets of the Unix family, which have no name that could be left."""
    ours, theirs = socket.socketpair(socket.AF_UNIX)
    with _closing(_SocketEnd(ours, load.back), _SocketEnd(theirs, load.there)) as line:
        yield line


@contextmanager
def tcp_sockets(load: Load) -> Iterator[Line]:
    """A TCP connection over the loopback interface, which sends small messages at once."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ours = socket.create_connection(server.getsockname())
        theirs, _ = server.accept()
    for each in (ours, theirs):
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with _closing(_SocketEnd(ours, load.back), _SocketEnd(theirs, load.there)) as line:
        yield line


@contextmanager
def _closing(ours: _PipeEnd | _SocketEnd, theirs: _PipeEnd | _SocketEnd) -> Iterator[Line]:
    try:
        yield Line(
            End(ours.send, ours.receive), End(theirs.send, theirs.receive), let_go=theirs.close
        )
    finally:
        ours.close()
        theirs.close()

"""A process that gets pipes from workers, and starts a partner process for each pair of them."""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from concur_workloads.catalog.companion import companion
from concur_workloads.catalog.messages import LENGTH
from concur_workloads.isolation import die_with_parent


@contextmanager
def running_partners(address: str) -> Iterator[str]:
    """Run the process for the length of a block; who connects to its address sends it two pipes.

    `address` is the path of a socket, to be made: one to read from comes first, one to write to
    follows. Raises OSError.
    """
    with companion(__name__, address) as ready:
        yield ready


def echo(reader: BinaryIO, writer: BinaryIO) -> None:
    """Send back each message once all of it has come, until no more can come."""
    with suppress(BrokenPipeError):
        while head := reader.read(LENGTH.size):
            body = reader.read(LENGTH.unpack(head)[0])
            writer.write(head + body)
            writer.flush()


class _Partners:
    """Forks a child for each pair of pipes, as one process for all would share one GIL."""

    def __init__(self, address: str) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(address)
        self._listener.listen(128)
        self._children: set[int] = set()

    def serve(self) -> None:
        """Take pipes until standard input ends."""
        selector = selectors.DefaultSelector()
        selector.register(self._listener, selectors.EVENT_READ)
        selector.register(sys.stdin.fileno(), selectors.EVENT_READ)
        while all(key.fileobj is self._listener for key, _ in selector.select()):
            connection, _ = self._listener.accept()
            with connection:
                _, pipes, _, _ = socket.recv_fds(connection, 1, 2)
            # There are none from a worker that was killed just then.
            if pipes:
                self._start_partner(*pipes)

    def _start_partner(self, reader: int, writer: int) -> None:
        self._children -= {child for child in self._children if _has_ended(child)}
        us = os.getpid()
        child = os.fork()
        if not child:
            die_with_parent(us)
            with open(reader, "rb") as incoming, open(writer, "wb") as outgoing:
                echo(incoming, outgoing)
            os._exit(0)
        self._children.add(child)
        os.close(reader)
        os.close(writer)

    def close(self) -> None:
        """End the partners that are left."""
        for child in self._children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _has_ended(child: int) -> bool:
    return os.waitpid(child, os.WNOHANG)[0] == child


def main() -> None:
    """Serve until standard input ends, or the process that asked for it dies."""
    die_with_parent()
    (address,) = sys.argv[1:]
    partners = _Partners(address)
    print(json.dumps(address), flush=True)
    try:
        partners.serve()
    finally:
        partners.close()

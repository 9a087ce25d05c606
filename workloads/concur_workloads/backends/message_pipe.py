"""Whole messages over two one-way pipes: one system call for all that is there, each way.

`multiprocessing.connection` reads the length of a message and the message apart, returns from a
read only when the last byte has come, and from a write only when the last byte has gone. A runner
that serves many workers can wait for none of them, so this keeps what is not complete yet.
"""

from __future__ import annotations

import os
import struct
from multiprocessing.connection import Connection

_LENGTH = struct.Struct("=Q")
_LENGTH_SIZE = _LENGTH.size

#: As much as a pipe holds. More would be memory that the allocator maps and unmaps for each read.
_READ_SIZE = 1 << 16


class MessagePipe:
    """One side of a two-way channel; picklable while a process is being started."""

    def __init__(self, incoming: Connection, outgoing: Connection) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._received = bytearray()
        self._unsent = bytearray()

    def never_wait(self) -> None:
        """From now on `send` keeps what the pipe cannot hold until `flush` is called."""
        os.set_blocking(self._outgoing.fileno(), False)

    def fileno(self) -> int:
        """The descriptor to watch for messages."""
        return self._incoming.fileno()

    def outgoing_fileno(self) -> int:
        """The descriptor to watch for room to `flush`."""
        return self._outgoing.fileno()

    @property
    def has_unsent(self) -> bool:
        """Whether something waits for `flush`."""
        return bool(self._unsent)

    def send(self, *messages: bytes) -> None:
        """Send messages, or as much as goes; raises OSError if the other side has gone."""
        for each in messages:
            self._unsent += _LENGTH.pack(len(each))
            self._unsent += each
        self.flush()

    def flush(self) -> None:
        """Send what is left; raises OSError if the other side has gone."""
        descriptor = self._outgoing.fileno()
        try:
            while self._unsent:
                # Cheap: what is cut off at the front of a bytearray is not moved.
                del self._unsent[: os.write(descriptor, self._unsent)]
        except BlockingIOError:
            return

    def receive(self) -> bytes:
        """Wait for the next message; raises EOFError if the other side has gone."""
        while True:
            message = self._cut()
            if message is not None:
                return message
            self._fill()

    def take(self) -> list[bytes]:
        """The messages that are complete after one read; raises EOFError like `receive`."""
        self._fill()
        messages = []
        while (message := self._cut()) is not None:
            messages.append(message)
        return messages

    def _fill(self) -> None:
        data = os.read(self._incoming.fileno(), _READ_SIZE)
        if not data:
            raise EOFError("the other side has closed its end")
        self._received += data

    def _cut(self) -> bytes | None:
        """The first message of what has come, if it is complete."""
        received = self._received
        if len(received) < _LENGTH_SIZE:
            return None
        end = _LENGTH.unpack_from(received)[0] + _LENGTH_SIZE
        if len(received) < end:
            return None
        message = bytes(memoryview(received)[_LENGTH_SIZE:end])
        del received[:end]
        return message

    def has_message(self) -> bool:
        """Whether a read would return at once, if only with the end."""
        return self._incoming.poll()

    def close(self) -> None:
        """Let go of both pipes."""
        self._incoming.close()
        self._outgoing.close()

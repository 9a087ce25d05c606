"""Whole messages over two one-way pipes: one system call for all that is there, each way.

`multiprocessing.connection` reads the length of a message and the message apart, returns from a
read only when the last byte has come, and from a write only when the last byte has gone. A runner
that serves many workers can wait for none of them, so this keeps what is not complete yet.
"""

from __future__ import annotations

import os
import select
import struct
from typing import Protocol

_LENGTH = struct.Struct("=Q")
_LENGTH_SIZE = _LENGTH.size

#: As much as a pipe holds. More would be memory that the allocator maps and unmaps for each read.
_READ_SIZE = 1 << 16

_GONE = "the other side has closed its end"

Message = bytes | bytearray


class PipeEnd(Protocol):
    """What owns one end of a pipe: a file or a connection of multiprocessing."""

    def fileno(self) -> int:
        """The descriptor."""

    def close(self) -> None:
        """Let go of it."""


class MessagePipe:
    """One side of a two-way channel; picklable while a process is being started."""

    def __init__(self, incoming: PipeEnd, outgoing: PipeEnd) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._received = bytearray()
        self._large = bytearray()
        self._filled = 0
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
            if len(each) <= _READ_SIZE:
                self._unsent += each
            else:
                self._send_large(each)
        self.flush()

    def _send_large(self, message: bytes) -> None:
        """Copy only what the pipe does not take at once."""
        self.flush()
        left = memoryview(message)
        try:
            while left and not self._unsent:
                left = left[os.write(self._outgoing.fileno(), left) :]
        except BlockingIOError:
            pass
        self._unsent += left

    def flush(self) -> None:
        """Send what is left; raises OSError if the other side has gone."""
        descriptor = self._outgoing.fileno()
        try:
            while self._unsent:
                # Cheap: what is cut off at the front of a bytearray is not moved.
                del self._unsent[: os.write(descriptor, self._unsent)]
        except BlockingIOError:
            return

    def receive(self) -> Message:
        """Wait for the next message; raises EOFError if the other side has gone."""
        while True:
            message = self._cut()
            if message is not None:
                return message
            self._fill()

    def take(self) -> list[Message]:
        """The messages that are complete after one read; raises EOFError like `receive`."""
        self._fill()
        messages = []
        while (message := self._cut()) is not None:
            messages.append(message)
        return messages

    def _fill(self) -> None:
        if self._large:
            room = memoryview(self._large)[self._filled :]
            size = os.readv(self._incoming.fileno(), [room])
            if not size:
                raise EOFError(_GONE)
            self._filled += size
            return
        data = os.read(self._incoming.fileno(), _READ_SIZE)
        if not data:
            raise EOFError(_GONE)
        self._received += data

    def _cut(self) -> Message | None:
        """The first message of what has come, if it is complete."""
        if self._large:
            return self._cut_large()
        received = self._received
        if len(received) < _LENGTH_SIZE:
            return None
        length = _LENGTH.unpack_from(received)[0]
        end = length + _LENGTH_SIZE
        if len(received) < end:
            if length > _READ_SIZE:
                self._expect_large(length)
            return None
        message = bytes(memoryview(received)[_LENGTH_SIZE:end])
        del received[:end]
        return message

    def _expect_large(self, length: int) -> None:
        """Read the rest of the first message right into its place."""
        come = self._received[_LENGTH_SIZE:]
        self._received.clear()
        self._large = bytearray(length)
        self._filled = len(come)
        self._large[: self._filled] = come

    def _cut_large(self) -> bytearray | None:
        if self._filled < len(self._large):
            return None
        message, self._large = self._large, bytearray()
        return message

    def has_message(self) -> bool:
        """Whether a read would return at once, if only with the end."""
        poll = select.poll()
        poll.register(self._incoming.fileno(), select.POLLIN)
        return bool(poll.poll(0))

    def close(self) -> None:
        """Let go of both pipes."""
        self._incoming.close()
        self._outgoing.close()

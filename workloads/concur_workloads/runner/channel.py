"""The runner's end of the control channel."""

from __future__ import annotations

import socket
from collections import deque

from concur_workloads.protocol.codec import LineBuffer, encode
from concur_workloads.protocol.commands import Command
from concur_workloads.protocol.events import Event

#: Events kept for a program that does not read; older ones stay, newer ones are dropped.
_MOST_WAITING = 10_000


class ControlChannel:
    """Sends events without ever blocking, and cuts what arrives into commands."""

    def __init__(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        self._connection = connection
        self._lines = LineBuffer()
        self._waiting: deque[bytes] = deque()

    def fileno(self) -> int:
        """The descriptor to watch."""
        return self._connection.fileno()

    def send(self, event: Event) -> None:
        """Send now what can be sent, keep the rest."""
        if len(self._waiting) < _MOST_WAITING:
            self._waiting.append(encode(event))
        self.flush()

    def flush(self) -> None:
        """Send what is waiting, as far as it goes."""
        while self._waiting:
            try:
                sent = self._connection.send(self._waiting[0])
            except BlockingIOError:
                return
            except OSError:
                # Nobody listens any more; the end of the input will tell the loop.
                self._waiting.clear()
                return
            if sent < len(self._waiting[0]):
                self._waiting[0] = self._waiting[0][sent:]
            else:
                self._waiting.popleft()

    @property
    def has_waiting(self) -> bool:
        """Whether something could not be sent yet."""
        return bool(self._waiting)

    def receive(self) -> list[Command] | None:
        """The commands that have arrived; None when the program has gone."""
        try:
            data = self._connection.recv(65_536)
        except BlockingIOError:
            return []
        except OSError:
            return None
        if not data:
            return None
        return [message for message in self._lines.feed(data) if isinstance(message, Command)]

    def close(self) -> None:
        """Let go of the descriptor."""
        self._connection.close()

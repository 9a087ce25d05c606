"""The single-threaded loop of a runner: commands, workers' pipes and their ends, one selector."""

from __future__ import annotations

import os
import selectors
from abc import ABC, abstractmethod
from collections.abc import Callable

from concur_workloads.protocol.commands import Command
from concur_workloads.protocol.events import Event
from concur_workloads.runner.channel import ControlChannel

_FLUSH_AGAIN_S = 0.05


class Loop(ABC):
    """Waits for whatever is watched; it never runs a thread, so that the runner may fork."""

    def __init__(self, channel: ControlChannel) -> None:
        self._channel = channel
        self._selector = selectors.DefaultSelector()
        self._watched: dict[int, Callable[[], None]] = {}
        self._closers: list[Callable[[], None]] = []
        self.watch(channel.fileno(), self._receive)
        os.register_at_fork(after_in_child=self._close_in_child)

    @abstractmethod
    def on_command(self, command: Command) -> None:
        """Take a command that has arrived."""

    @abstractmethod
    def on_program_gone(self) -> None:
        """Act on the end of the control channel."""

    def emit(self, event: Event) -> None:
        """Tell the program."""
        self._channel.send(event)

    def watch(self, source: int, ready: Callable[[], None]) -> None:
        """Call `ready` from `step` whenever the file descriptor can be read."""
        self._watch(source, selectors.EVENT_READ, ready)

    def watch_room(self, target: int, ready: Callable[[], None]) -> None:
        """Call `ready` from `step` whenever the file descriptor can be written."""
        self._watch(target, selectors.EVENT_WRITE, ready)

    def _watch(self, source: int, event: int, ready: Callable[[], None]) -> None:
        self._selector.register(source, event, ready)
        self._watched[source] = ready

    def unwatch(self, source: int) -> None:
        """Stop watching a file descriptor; one that is not watched is ignored."""
        if self._watched.pop(source, None) is not None:
            self._selector.unregister(source)

    def step(self, timeout_s: float | None) -> None:
        """Wait for a watched descriptor, at most `timeout_s`, and handle all that are ready."""
        if self._channel.has_waiting:
            self._channel.flush()
            timeout_s = _FLUSH_AGAIN_S if timeout_s is None else min(timeout_s, _FLUSH_AGAIN_S)
        for key, _ in self._selector.select(timeout_s):
            # An earlier call of this turn may have stopped the watching.
            ready = self._watched.get(key.fd)
            if ready is not None and ready is key.data:
                ready()

    def on_fork(self, close: Callable[[], None]) -> None:
        """Call `close` in every process that is forked from the runner."""
        self._closers.append(close)

    def _receive(self) -> None:
        commands = self._channel.receive()
        if commands is None:
            self.on_program_gone()
            return
        for command in commands:
            self.on_command(command)

    def _close_in_child(self) -> None:
        self._selector.close()
        self._channel.close()
        for close in self._closers:
            close()

"""The means of talking to a partner, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from concur_workloads.catalog.ipc import byte_lines, local_lines, memory_lines, object_lines
from concur_workloads.catalog.ipc.line import Line, Load
from concur_workloads.catalog.ipc.partner_processes import partner_processes
from concur_workloads.catalog.ipc.partner_threads import partner_interpreters, partner_threads
from concur_workloads.catalog.ipc.roles import Role
from concur_workloads.parameter import Parameter


@dataclass(frozen=True)
class Mechanism:
    """How a line is opened, who is at its other end, and whether several can be there."""

    open: Callable[[Load], AbstractContextManager[Line]]
    partners: Callable[[Role, Sequence[Line], int | None], AbstractContextManager[None]]
    shared: bool


def _between_processes(
    opener: Callable[[Load], AbstractContextManager[Line]], *, shared: bool = False
) -> Mechanism:
    return Mechanism(opener, partner_processes, shared)


MECHANISMS = {
    "pipe": _between_processes(object_lines.pipes),
    "queue": _between_processes(object_lines.queues, shared=True),
    "simple-queue": _between_processes(object_lines.simple_queues, shared=True),
    "manager": _between_processes(object_lines.managed_queues, shared=True),
    "os-pipe": _between_processes(byte_lines.os_pipes),
    "unix-socket": _between_processes(byte_lines.unix_sockets),
    "tcp-socket": _between_processes(byte_lines.tcp_sockets),
    "shared-memory": _between_processes(memory_lines.shared_memory),
    "mmap": _between_processes(memory_lines.mapped_file),
    "thread-queue": Mechanism(local_lines.thread_queues, partner_threads, shared=True),
    "interpreter-queue": Mechanism(
        local_lines.interpreter_queues, partner_interpreters, shared=True
    ),
}

MECHANISM = Parameter(
    "mechanism",
    "pipe",
    "what carries them; thread-queue, interpreter-queue (Python 3.14) stay in one process",
    choices=tuple(MECHANISMS),
)

MESSAGE_BYTES = Parameter("message_bytes", 64, "size of a message", 64, 16 << 20, unit="B")

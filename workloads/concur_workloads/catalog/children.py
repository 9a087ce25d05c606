"""Child processes of a task: talked to over a pipe, and ended with it, whatever happens."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from concur_workloads.exit_status import exit_words
from concur_workloads.isolation import die_with_runner, parent_of_workers

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

#: How long a child may take to answer or to end before its task gives up.
LIMIT_S = 10.0

#: Held to start or to reap a child where there may be threads: to start one reaps any other that
#: has ended, and so might take its exit code away from the thread that is about to ask for it.
REAPING = threading.Lock()


class ChildFailed(Exception):
    """A child did not do its part; the text says what happened, for the person."""


class Child:
    """A task's end of a child process."""

    def __init__(self, process: BaseProcess, connection: Connection[Any, Any]) -> None:
        assert process.pid is not None
        self.pid = process.pid
        self._process = process
        self._connection = connection

    def fileno(self) -> int:
        """Can be read when it has sent something or has ended."""
        return self._connection.fileno()

    @property
    def sentinel(self) -> int:
        """Can be read once it has ended."""
        return self._process.sentinel

    def send(self, message: object) -> None:
        """Give it something; raises ChildFailed when it has ended."""
        self.send_bytes(pickled(message))

    def send_bytes(self, message: bytes | memoryview) -> None:
        """The same with what is pickled already."""
        try:
            self._connection.send_bytes(message)
        except (BrokenPipeError, ConnectionResetError):
            raise ChildFailed(self._why_ended()) from None

    def receive(self) -> Any:
        """What it sends next; raises ChildFailed when it ends or says nothing for LIMIT_S."""
        if not self._connection.poll(LIMIT_S):
            raise ChildFailed(f"the child (process {self.pid}) said nothing for {LIMIT_S:g} s")
        try:
            return self._connection.recv()
        except (EOFError, ConnectionResetError):
            raise ChildFailed(self._why_ended()) from None

    def join(self) -> int:
        """Wait for its end: the exit code; raises ChildFailed when it does not end in LIMIT_S."""
        from multiprocessing.connection import wait

        if not wait([self.sentinel], LIMIT_S):
            raise ChildFailed(f"the child (process {self.pid}) did not end within {LIMIT_S:g} s")
        with REAPING:
            self._process.join()
            code = self._process.exitcode
        assert code is not None
        return code

    def end(self) -> None:
        """Kill it if it still runs, and reap it."""
        with REAPING:
            if self._process.is_alive():
                self._process.kill()
            self._process.join()
            self._process.close()

    def _why_ended(self) -> str:
        return f"the child (process {self.pid}) {exit_words(self.join())} before it had answered"


def pickled(message: object) -> memoryview:
    """As a connection sends it."""
    from multiprocessing.reduction import ForkingPickler

    return ForkingPickler.dumps(message)


@contextmanager
def child_process(
    start_method: str, live: Callable[..., None], *arguments: object
) -> Iterator[Child]:
    """Run `live(connection, *arguments)` in a child for the length of a block.

    Raises OSError, and ChildFailed in a daemonic process, which may have no children.
    """
    # Late, as it takes tens of milliseconds to load and most runs do without it.
    import multiprocessing

    if multiprocessing.current_process().daemon:
        raise ChildFailed("a daemon may not have children, which this task needs: set daemon to no")
    context: Any = multiprocessing.get_context(start_method)
    ours, theirs = context.Pipe()
    inherited = ours if start_method == "fork" else None
    parent = parent_of_workers(start_method)
    process = context.Process(target=_live, args=(live, theirs, inherited, parent, arguments))
    with ours:
        try:
            # A forked child would hold it for ever; and nobody forks where there are threads.
            with nullcontext() if start_method == "fork" else REAPING:
                process.start()
        finally:
            theirs.close()
        child = Child(process, ours)
        try:
            yield child
        finally:
            child.end()


def _live(
    live: Callable[..., None],
    connection: Connection[Any, Any],
    inherited: Connection[Any, Any] | None,
    parent: int | None,
    arguments: tuple[object, ...],
) -> None:
    """In the child: end with the parent, take signals as any program does, then do the part."""
    if inherited is not None:
        inherited.close()
    die_with_runner(parent)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with connection:
        live(connection, *arguments)

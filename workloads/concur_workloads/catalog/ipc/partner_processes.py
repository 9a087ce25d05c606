"""Partners that are processes of their own, and what is done about one that is lost."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from concur_workloads.catalog.children import LIMIT_S, Child, ChildFailed, child_process
from concur_workloads.catalog.ipc.line import End, Line
from concur_workloads.catalog.ipc.placement import sit_on
from concur_workloads.catalog.ipc.roles import Role
from concur_workloads.exit_status import exit_words
from concur_workloads.stopped import is_stopped

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: How much later than the end of a line that of its partner may be seen.
_NOTICE_LIMIT_S = 1.0


@contextmanager
def partner_processes(role: Role, lines: Sequence[Line], cpu: int | None) -> Iterator[None]:
    """Have a process at the other end of each line for the length of a block.

    They are started afresh, as a process with threads must not fork. Raises ChildFailed when one
    ends too early, or is stopped for too long, so that what the block waits for cannot come.
    """
    with ExitStack() as opened:
        children = [
            opened.enter_context(child_process("spawn", _play, cpu, role, line.theirs))
            for line in lines
        ]
        # One line may serve several of them, so not before the last one has it.
        for line in lines:
            line.let_go()
        with _watched(children, lines):
            yield
        for child in children:
            child.send(None)
            code = child.join()
            if code:
                raise ChildFailed(f"the partner (process {child.pid}) {exit_words(code)}")


def _play(connection: Connection[Any, Any], cpu: int | None, role: Role, end: End) -> None:
    """In the partner: play the role, then wait until all have done so."""
    sit_on(cpu)
    role(end)
    connection.recv()


@contextmanager
def _watched(children: Sequence[Child], lines: Sequence[Line]) -> Iterator[None]:
    """Have a thread, which mostly sleeps, watch over partners for the length of a block."""
    from multiprocessing import Pipe

    over, end = Pipe(duplex=False)
    watch = _Watch(children, lines, over)
    thread = threading.Thread(target=watch.look, name="partner-watch", daemon=True)
    thread.start()
    try:
        yield
    except Exception as error:
        # That a line broke may be noticed before why it did.
        thread.join(_NOTICE_LIMIT_S)
        watch.explain(error)
        raise
    finally:
        end.close()
        thread.join()
        over.close()
    watch.explain(None)


class _Watch:
    """Ends all partners as soon as one is lost: then lines break, and nobody waits for ever."""

    def __init__(self, children: Sequence[Child], lines: Sequence[Line], over: Any) -> None:
        self._children = children
        self._lines = lines
        self._over = over
        self._lost: Child | None = None
        self._how = ""

    def explain(self, error: Exception | None) -> None:
        """Raise ChildFailed if a partner was lost."""
        if self._lost is not None:
            how = self._how or exit_words(self._lost.join())
            what = f"the partner (process {self._lost.pid}) {how} before all messages were through"
            raise ChildFailed(what) from error

    def look(self) -> None:
        """Wait until there is nothing to watch any more, or a partner is lost."""
        from multiprocessing.connection import wait

        by_sentinel: dict[Any, Child] = {child.sentinel: child for child in self._children}
        were_stopped: set[Child] = set()
        while True:
            ended = wait([self._over, *by_sentinel], LIMIT_S / 2)
            if self._over in ended:
                return
            are_stopped = {child for child in self._children if is_stopped(child.pid)}
            too_long = were_stopped & are_stopped
            if ended or too_long:
                self._give_up(by_sentinel[ended[0]] if ended else too_long.pop())
                return
            were_stopped = are_stopped

    def _give_up(self, lost: Child) -> None:
        if is_stopped(lost.pid):
            self._how = "was stopped for too long"
        self._lost = lost
        for child in self._children:
            with suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGKILL)
        for line in self._lines:
            line.give_up()

"""What is left of a child that is not joined, and who takes one whose parent has died."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic_ns

from concur_workloads.catalog.life_cycle.kernel_word import KernelWord, NotSeen

_LIMIT_S = 10.0
_LOOK_AGAIN_S = 0.0001

#: So long a new parent may take to reap what it was given.
_REAPING_LIMIT_S = 1.0
_LOOK_FOR_REAPING_AGAIN_S = 0.005

_PR_SET_CHILD_SUBREAPER = 36


class Hold:
    """Where forked children wait until they are let go, or until whoever holds them has died."""

    def __init__(self) -> None:
        self._waiting, self._opener = os.pipe()

    def fork(self, before: Callable[[], object] = lambda: None) -> int:
        """Fork a child that does something, waits here and ends well; its process id."""
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            # Nobody but the parent is to hold them.
            os.close(self._opener)
            before()
            os.read(self._waiting, 1)
            code = 0
        finally:
            # Never on into the code of the task, whatever was raised.
            os._exit(code)

    def let_go(self) -> None:
        """Let all end that wait here; a second call does nothing."""
        if self._opener >= 0:
            os.close(self._opener)
            self._opener = -1

    def close(self) -> None:
        """Let all go, and keep no descriptor."""
        self.let_go()
        os.close(self._waiting)


def show_a_zombie(tell: Callable[[str], None], hold_s: float) -> dict[str, float]:
    """Have a child end, and reap it only after `hold_s`; raises NotSeen."""
    hold = Hold()
    pid = hold.fork()
    word = KernelWord(pid, pid)
    try:
        cause_ns = monotonic_ns()
        hold.let_go()
        zombie, seen_ns = word.await_word("a zombie", lambda now: now.state[0] == "Z")
        tell(f"child {pid}: ended, not joined yet: {zombie.state}")
        time.sleep(hold_s)
    finally:
        hold.close()
        join_ns = monotonic_ns()
        os.waitpid(pid, 0)
    gone_ns = word.await_end()
    tell(f"child {pid}: joined: no such process")
    return {"zombie": (seen_ns - cause_ns) / 1e9, "reaped": (gone_ns - join_ns) / 1e9}


def show_an_orphan(tell: Callable[[str], None], hold_s: float, *, adopt: bool) -> dict[str, float]:
    """Have the parent of a child die, see who its new parent is, and end it; raises NotSeen.

    With `adopt` this process asks the kernel for the orphans among its descendants.
    """
    first, second = Hold(), Hold()
    told, tells = os.pipe()
    with _adopting(adopt=adopt):
        parent = first.fork(lambda: _have_a_child(second, tells))
        try:
            os.close(tells)
            child = int(os.read(told, 32))
            tell(f"child {child}: its parent is {_named(_parent_of(child))}")
            cause_ns = monotonic_ns()
        finally:
            os.close(told)
            first.close()
            os.waitpid(parent, 0)
        try:
            adopter, seen_ns = _await_other_parent(child, parent)
            tell(f"child {child}: that one died, its parent is {_named(adopter)}")
            time.sleep(hold_s)
        finally:
            end_ns = monotonic_ns()
            second.close()
        if adopter == os.getpid():
            os.waitpid(child, 0)
        reaped = _is_reaped(child)
        ended_ns = monotonic_ns()
    by_whom = f"{'reaped' if reaped else f'not reaped within {_REAPING_LIMIT_S:g} s'} by"
    tell(f"child {child}: ended, {by_whom} {_named(adopter)}")
    return {
        "adopted": (seen_ns - cause_ns) / 1e9,
        "end of the orphan": (ended_ns - end_ns) / 1e9,
        "orphan reaped": float(reaped),
    }


def _have_a_child(hold: Hold, tells: int) -> None:
    """In the parent that is to die: its child waits elsewhere."""
    os.write(tells, str(hold.fork()).encode())
    # This copy would keep the child waiting.
    hold.let_go()


def _parent_of(pid: int) -> int:
    with open(f"/proc/{pid}/stat", "rb") as file:
        # The name before may contain anything, spaces and brackets too.
        return int(file.read().rpartition(b")")[2].split()[1])


def _await_other_parent(pid: int, parent: int) -> tuple[int, int]:
    limit_ns = monotonic_ns() + int(_LIMIT_S * 1e9)
    while (found := _parent_of(pid)) == parent:
        if monotonic_ns() > limit_ns:
            raise NotSeen(f"the kernel gave process {pid} no new parent within {_LIMIT_S:g} s")
        time.sleep(_LOOK_AGAIN_S)
    return found, monotonic_ns()


def _is_reaped(pid: int) -> bool:
    """Whether its parent has reaped a process that ends, after a short while."""
    word = KernelWord(pid, pid)
    limit = time.monotonic() + _REAPING_LIMIT_S
    while word.look() is not None:
        if time.monotonic() > limit:
            return False
        time.sleep(_LOOK_FOR_REAPING_AGAIN_S)
    return True


def _named(pid: int) -> str:
    if pid == os.getpid():
        return f"{pid} (this worker)"
    with suppress(OSError), open(f"/proc/{pid}/comm", encoding="utf-8", errors="replace") as file:
        return f"{pid} ({file.read().strip()})"
    return str(pid)


@contextmanager
def _adopting(*, adopt: bool) -> Iterator[None]:
    """Be the parent of orphaned descendants for the length of a block, if asked to."""
    if adopt:
        _set_subreaper(1)
    try:
        yield
    finally:
        if adopt:
            _set_subreaper(0)


def _set_subreaper(value: int) -> None:
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_PR_SET_CHILD_SUBREAPER, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel does not let this process adopt orphans")

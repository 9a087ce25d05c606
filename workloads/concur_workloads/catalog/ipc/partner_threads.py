"""Partners that live in this process: threads, and interpreters with a thread each."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from concur_workloads.catalog.children import LIMIT_S, ChildFailed
from concur_workloads.catalog.ipc.line import End, Line
from concur_workloads.catalog.ipc.local_lines import interpreters_module
from concur_workloads.catalog.ipc.placement import sit_on
from concur_workloads.catalog.ipc.roles import Role
from concur_workloads.fresh_interpreter import ENTER, NAMES

_WAKE_AGAIN_S = 0.001

_PLAY = f"""
{ENTER}
import pickle
role, end = pickle.loads(part)
role(end)
"""


@contextmanager
def partner_threads(role: Role, lines: Sequence[Line], cpu: int | None) -> Iterator[None]:
    """Have a thread at the other end of each line for the length of a block.

    Raises ChildFailed when one fails.
    """
    with _partners(lambda end, _over: role(end), lines, cpu):
        yield


@contextmanager
def partner_interpreters(role: Role, lines: Sequence[Line], cpu: int | None) -> Iterator[None]:
    """Have an interpreter at the other end of each line for the length of a block.

    Raises ChildFailed when one fails, RuntimeError where there are none.
    """
    interpreters = interpreters_module()

    def play(end: End, over: threading.Event) -> None:
        interpreter = interpreters.create()
        try:
            interpreter.prepare_main(**NAMES, part=pickle.dumps((role, end)))
            interpreter.exec(_PLAY)
            # What an interpreter has put in a queue and nobody took goes with it.
            over.wait()
        finally:
            interpreter.close()

    with _partners(play, lines, cpu):
        yield


@contextmanager
def _partners(
    play: Callable[[End, threading.Event], None], lines: Sequence[Line], cpu: int | None
) -> Iterator[None]:
    failures: list[BaseException] = []
    over = threading.Event()

    def live(end: End) -> None:
        try:
            sit_on(cpu)
            play(end, over)
        except BaseException as error:  # noqa: BLE001 - told by whoever waits for the partner
            failures.append(error)
            # Wakes us however often we wait, and is none of the messages that we wait for.
            while not over.wait(_WAKE_AGAIN_S):
                end.send(b"")

    # Daemons, as what goes wrong on our side must not keep the process from ending.
    threads = [
        threading.Thread(target=live, args=(line.theirs,), name="partner", daemon=True)
        for line in lines
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    except Exception as error:
        _tell(failures, error)
        raise
    finally:
        over.set()
    for thread in threads:
        thread.join(LIMIT_S)
    _tell(failures, None)


def _tell(failures: list[BaseException], error: Exception | None) -> None:
    if failures:
        raise ChildFailed(f"the partner failed: {failures[0]!r}") from error

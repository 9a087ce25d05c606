"""A run without a screen: the same experiment, on an event loop of its own."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from concur_workloads.api import Experiment, LogEntry, RunResult, RunSnapshot, RunSpec

_LOOK_EVERY_S = 0.2
_DYING_S = 2.0
_DEADLY = ("SIGTERM", "SIGHUP")


class Listener(Protocol):
    """Who is told how a run goes."""

    def log(self, entry: LogEntry) -> None:
        """One line for the log."""

    def progress(self, snapshot: RunSnapshot) -> None:
        """How it goes now, a few times a second."""


class Ended(Exception):
    """The signal `number` ended the program, and all processes of the run with it."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"ended by {signal.Signals(number).name}")


def run_headless(spec: RunSpec, listener: Listener) -> RunResult:
    """Run a prepared spec to its end.

    Ctrl-C cancels; pressed again, it does not wait for tasks under way. Raises Ended after
    SIGTERM or SIGHUP. No process is left, whichever way it ends.
    """
    return asyncio.run(_run(spec, listener))


async def _run(spec: RunSpec, listener: Listener) -> RunResult:
    loop = asyncio.get_running_loop()
    deadly: asyncio.Future[int] = loop.create_future()
    experiment = Experiment(spec, listener.log)

    def die(number: int) -> None:
        experiment.kill()
        if not deadly.done():
            deadly.set_result(number)

    with contextlib.ExitStack() as handlers:
        handlers.enter_context(_handled("SIGINT", lambda _number: experiment.cancel()))
        for name in _DEADLY:
            handlers.enter_context(_handled(name, die))
        work = asyncio.ensure_future(experiment.run())
        ends: set[asyncio.Future[Any]] = {work, deadly}
        while True:
            await asyncio.wait(ends, timeout=_LOOK_EVERY_S, return_when=asyncio.FIRST_COMPLETED)
            if work.done() or deadly.done():
                break
            listener.progress(experiment.snapshot())
        if deadly.done():
            await asyncio.wait({work}, timeout=_DYING_S)
            raise Ended(deadly.result())
        return work.result()


@contextlib.contextmanager
def _handled(name: str, handle: Callable[[int], None]) -> Iterator[None]:
    """Handle a signal on the event loop, unless it is to be ignored, as under nohup."""
    number = getattr(signal, name, None)
    before = signal.getsignal(number) if number is not None else signal.SIG_IGN
    if number is None or before == signal.SIG_IGN:
        yield
        return
    loop = asyncio.get_running_loop()
    signal.signal(number, lambda received, _frame: loop.call_soon_threadsafe(handle, received))
    try:
        yield
    finally:
        signal.signal(number, before)

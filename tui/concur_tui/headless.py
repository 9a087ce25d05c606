"""A run without a screen: the same experiment, on an event loop of its own."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from concur_workloads.api import (
    BreakEven,
    BreakEvenPlan,
    BreakEvenResult,
    BreakEvenSnapshot,
    CatalogCheck,
    CheckResult,
    CheckRow,
    CheckSnapshot,
    Experiment,
    LogEntry,
    Matrix,
    MatrixResult,
    MatrixRow,
    MatrixSnapshot,
    OnDeadlock,
    RunResult,
    RunSnapshot,
    RunSpec,
)

_LOOK_EVERY_S = 0.2
_DYING_S = 2.0
_DEADLY = ("SIGTERM", "SIGHUP")


_Result = TypeVar("_Result")
_Snapshot = TypeVar("_Snapshot")
_Told_contra = TypeVar("_Told_contra", contravariant=True)
_Given_co = TypeVar("_Given_co", covariant=True)
_Seen_co = TypeVar("_Seen_co", covariant=True)


class Listener(Protocol[_Told_contra]):
    """Who is told how a run goes."""

    def log(self, entry: LogEntry) -> None:
        """One line for the log."""

    def progress(self, snapshot: _Told_contra) -> None:
        """How it goes now, a few times a second."""


class _Steered(Protocol[_Given_co, _Seen_co]):
    """What is run: an experiment, or a matrix of them."""

    async def run(self) -> _Given_co:
        """Run to the end."""

    def snapshot(self) -> _Seen_co:
        """How it looks now."""

    def cancel(self) -> None:
        """End it; a second call does not wait for tasks under way."""

    def kill(self) -> None:
        """End all processes at once."""


class Ended(Exception):
    """The signal `number` ended the program, and all processes of the run with it."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"ended by {signal.Signals(number).name}")


def run_headless(
    spec: RunSpec, listener: Listener[RunSnapshot], *, on_deadlock: OnDeadlock = "end"
) -> RunResult:
    """Run a prepared spec to its end.

    Ctrl-C cancels; pressed again, it does not wait for tasks under way. Raises Ended after
    SIGTERM or SIGHUP. No process is left, whichever way it ends.
    """
    return asyncio.run(
        _run(lambda: Experiment(spec, listener.log, on_deadlock=on_deadlock), listener.progress)
    )


def run_matrix_headless(
    spec: RunSpec, rows: Sequence[MatrixRow], listener: Listener[MatrixSnapshot]
) -> MatrixResult:
    """Run planned rows to their end; signals act as in `run_headless`."""
    return asyncio.run(_run(lambda: Matrix(spec, rows, listener.log), listener.progress))


def run_break_even_headless(
    plan: BreakEvenPlan, listener: Listener[BreakEvenSnapshot]
) -> BreakEvenResult:
    """Search for the break-even as planned; signals act as in `run_headless`."""
    return asyncio.run(_run(lambda: BreakEven(plan, listener.log), listener.progress))


def run_check_headless(rows: Sequence[CheckRow], listener: Listener[CheckSnapshot]) -> CheckResult:
    """Run planned checks to their end; signals act as in `run_headless`."""
    return asyncio.run(_run(lambda: CatalogCheck(rows, listener.log), listener.progress))


async def _run(
    make: Callable[[], _Steered[_Result, _Snapshot]], progress: Callable[[_Snapshot], None]
) -> _Result:
    loop = asyncio.get_running_loop()
    deadly: asyncio.Future[int] = loop.create_future()
    steered = make()

    def die(number: int) -> None:
        steered.kill()
        if not deadly.done():
            deadly.set_result(number)

    with contextlib.ExitStack() as handlers:
        handlers.enter_context(_handled("SIGINT", lambda _number: steered.cancel()))
        for name in _DEADLY:
            handlers.enter_context(_handled(name, die))
        work = asyncio.ensure_future(steered.run())
        ends: set[asyncio.Future[Any]] = {work, deadly}
        while True:
            await asyncio.wait(ends, timeout=_LOOK_EVERY_S, return_when=asyncio.FIRST_COMPLETED)
            if work.done() or deadly.done():
                break
            progress(steered.snapshot())
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

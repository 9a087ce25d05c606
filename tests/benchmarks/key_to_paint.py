"""From a key to the cell that it changes, idle and while workers want twice the CPUs."""

import random
from collections.abc import Iterator

from benchmarks.effort import Effort
from benchmarks.measured import Measured, Target
from benchmarks.timed_terminal import TimedTerminal
from benchmarks.workbench_program import (
    COMMAND,
    CTRL_Q,
    ESCAPE,
    is_ready,
    quit_run,
    start_endless_run,
)
from concur_workloads.api import usable_cpus
from support.emulator import Emulator

_FILTER_ROW = 2
_BACKSPACE = "\x7f"
#: Between two keys, in seconds: apart enough, and at no fixed distance from the frames of a run.
_APART_S = (0.05, 0.15)


def measure(effort: Effort) -> Iterator[Measured]:
    """Letters into the filter, and out again."""
    busy = 2 * usable_cpus().count
    yield from _rows("idle", _idle(effort.keys), None)
    while_busy = f"{busy} CPU-bound workers on {usable_cpus().count} CPUs"
    yield from _rows(while_busy, _busy(effort.keys, busy), Target(60.0))


def _rows(state: str, latencies: list[float], target: Target | None) -> Iterator[Measured]:
    yield Measured("key to paint", f"p50, {state}", "ms", latencies)
    yield Measured("key to paint", f"p99, {state}", "ms", latencies, quantile=0.99, target=target)


def _idle(keys: int) -> list[float]:
    with TimedTerminal(COMMAND) as terminal:
        terminal.until(is_ready)
        latencies = _latencies(terminal, keys)
        terminal.write(CTRL_Q)
    return latencies


def _busy(keys: int, workers: int) -> list[float]:
    with TimedTerminal(COMMAND) as terminal:
        terminal.until(is_ready)
        start_endless_run(terminal, workers)
        latencies = _latencies(terminal, keys)
        terminal.write(ESCAPE)
        quit_run(terminal)
    return latencies


def _latencies(terminal: TimedTerminal, keys: int) -> list[float]:
    """Milliseconds from writing a key to the piece of output that shows it."""
    apart = random.Random(1)
    terminal.write("/")
    terminal.for_seconds(0.5)
    taken = []
    for number in range(keys):
        terminal.for_seconds(apart.uniform(*_APART_S))
        typing = number % 2 == 0
        written_ns = terminal.write("s" if typing else _BACKSPACE)
        shown_ns = terminal.until(_shows_letter if typing else _shows_none)
        taken.append((shown_ns - written_ns) / 1e6)
    return taken


def _filter_text(emulator: Emulator) -> str:
    return emulator.text().splitlines()[_FILTER_ROW].strip("│ ")


def _shows_letter(emulator: Emulator) -> bool:
    return _filter_text(emulator).startswith("s")


def _shows_none(emulator: Emulator) -> bool:
    return _filter_text(emulator).startswith("/ to filter")

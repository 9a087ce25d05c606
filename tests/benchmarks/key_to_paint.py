"""From a key press to its character on the screen, idle and beside busy worker processes."""

import random
import re
import statistics
import time
from collections.abc import Iterator

from benchmarks.programs import COLUMNS, ROWS, StampedTerminal, busy_workbench
from benchmarks.row import Figure, Row, Target, median_of
from concur_workloads.api import usable_cpus
from support.real_workbench import workbench

_WORD = "sha"
_LIMIT_MS = 60.0


def measure(*, quick: bool) -> Iterator[Row]:
    """Characters typed into the filter of the workloads, and taken back."""
    with workbench(StampedTerminal, columns=COLUMNS, rows=ROWS) as terminal:
        yield from _rows("idle", _times_ms(terminal, 6 if quick else 120), None)
    workers = 2 * usable_cpus().count
    with busy_workbench(workers) as terminal:
        times = _times_ms(terminal, 6 if quick else 300)
        yield from _rows(f"{workers} busy processes", times, Target(_LIMIT_MS, "ours"))


def _rows(case: str, times_ms: list[float], target: Target | None) -> Iterator[Row]:
    yield Row("key to paint", f"p50, {case}", "ms", median_of(times_ms))
    p99 = statistics.quantiles(times_ms, n=100, method="inclusive")[98]
    yield Row(
        "key to paint", f"p99, {case}", "ms", Figure(p99, None, None, len(times_ms)), target=target
    )


def _times_ms(terminal: StampedTerminal, keys: int) -> list[float]:
    """Type the word letter by letter and take it back, over and over."""
    pauses = random.Random(keys)
    grown = [_WORD[:length] for length in range(1, len(_WORD) + 1)]
    shown = [*grown, *reversed(grown[:-1]), ""]
    terminal.press("/")
    terminal.wait_for("Esc back")
    times = []
    for key in range(keys):
        wanted, before = shown[key % len(shown)], shown[key % len(shown) - 1]
        # Unevenly, so that the keys do not fall into step with the refresh of the screen.
        time.sleep(pauses.uniform(0.02, 0.08))
        start = time.monotonic()
        terminal.press(wanted[-1] if len(wanted) > len(before) else "backspace")
        terminal.wait_for(_filter_with(wanted))
        times.append((terminal.shown_at_s - start) * 1e3)
    return times


def _filter_with(text: str) -> re.Pattern[str]:
    """The row of the filter when it holds `text`."""
    return re.compile(rf"1 Workloads .*\n│ {text or '/ to filter'} +│")

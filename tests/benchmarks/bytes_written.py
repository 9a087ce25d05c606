"""What a run makes the workbench write to a terminal of 120x40, and use of a CPU."""

from collections.abc import Iterator

from benchmarks.cpu_use import cpu_seconds
from benchmarks.effort import Effort
from benchmarks.measured import Measured, Target
from benchmarks.timed_terminal import TimedTerminal
from benchmarks.workbench_program import COMMAND, is_ready, quit_run, start_endless_run
from concur_workloads.api import usable_cpus

_SETTLE_S = 2.0
_GROUP = "a run on the screen, 120x40, default refresh"


def measure(effort: Effort) -> Iterator[Measured]:
    """Bytes and CPU, with the cell diff and without."""
    changed, changed_cpu = _watch("1", effort.watch_s)
    everything, everything_cpu = _watch("0", effort.watch_s)
    yield Measured(
        _GROUP,
        "written to the terminal",
        "KB/s",
        [changed],
        beside="without cell diff",
        beside_values=[everything],
        target=Target(15.0),
    )
    yield Measured(
        _GROUP,
        "CPU of the workbench",
        "% of a core",
        [changed_cpu],
        beside="without cell diff",
        beside_values=[everything_cpu],
    )


def _watch(cell_diff: str, seconds: float) -> tuple[float, float]:
    """Kilobytes a second, and percent of a core."""
    with TimedTerminal(COMMAND, {"CONCUR_TUI_CELL_DIFF": cell_diff}) as terminal:
        terminal.until(is_ready)
        start_endless_run(terminal, usable_cpus().count)
        terminal.for_seconds(_SETTLE_S)
        before_s = cpu_seconds(terminal.pid)
        size = terminal.for_seconds(seconds)
        used_s = cpu_seconds(terminal.pid) - before_s
        quit_run(terminal)
    return size / seconds / 1e3, 100 * used_s / seconds

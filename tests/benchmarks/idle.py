"""What the workbench costs while nobody does anything."""

from collections.abc import Iterator

from benchmarks.cpu_use import cpu_seconds
from benchmarks.effort import Effort
from benchmarks.measured import Measured, Target
from benchmarks.timed_terminal import TimedTerminal
from benchmarks.workbench_program import COMMAND, CTRL_Q, is_ready

_SETTLE_S = 1.0


def measure(effort: Effort) -> Iterator[Measured]:
    """CPU and bytes of the workbench process, from a second after its first paint on."""
    with TimedTerminal(COMMAND) as terminal:
        terminal.until(is_ready)
        terminal.for_seconds(_SETTLE_S)
        before_s = cpu_seconds(terminal.pid)
        size = terminal.for_seconds(effort.watch_s)
        used_s = cpu_seconds(terminal.pid) - before_s
        terminal.write(CTRL_Q)
    percent = 100 * used_s / effort.watch_s
    span = f"over {effort.watch_s:g} s"
    yield Measured("idle", f"CPU {span}", "% of a core", [percent], target=Target(0.5))
    yield Measured("idle", f"bytes written {span}", "bytes", [float(size)])

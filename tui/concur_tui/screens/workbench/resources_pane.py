"""The pane with the graphs of the run, a bar for each CPU, and a lane for each worker."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Label

from concur_tui.screens.workbench.lane_feed import LaneFeed
from concur_tui.widgets.core_bars import CoreBars
from concur_tui.widgets.lanes import Jump, LaneView
from concur_tui.widgets.stacked_bar import CpuParts
from concur_tui.widgets.time_graph import TimeGraph
from concur_workloads.api import RunSnapshot, SystemSample, UsableCpus, usable_cpus

_MEGABYTE = 1_000_000


class ResourcesPane(Vertical):
    """Keeps what it drew when a run ends, until the next one begins."""

    BORDER_TITLE = "3 Resources and workers"

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, classes="pane")
        most = _most_percent(usable_cpus())
        self._cpu = TimeGraph(f"CPU of {most:.0f} %", "%", maximum=most, id="graph-cpu")
        self._rate = TimeGraph("tasks", "/s", id="graph-rate")
        self._memory = TimeGraph("memory", "MB", id="graph-memory")
        self._cores = CoreBars(id="cores")
        self._lanes = LaneView(id="lanes")
        self._feed = LaneFeed(self._lanes)

    def compose(self) -> ComposeResult:
        """Graphs over CPUs over lanes."""
        with Horizontal(id="graphs"):
            yield self._cpu
            yield self._rate
            yield self._memory
        with Horizontal(id="machine"):
            yield Label("machine", id="machine-label")
            yield self._cores
        yield self._lanes

    @property
    def selected_lane(self) -> int:
        """The number of the lane under the cursor."""
        return self._lanes.selected

    def focus_lanes(self) -> None:
        """Put the cursor on the lanes."""
        self._lanes.focus()

    def toggle_follow(self) -> None:
        """Let the lanes follow the time, or hold still."""
        self._lanes.follow = not self._lanes.follow

    def jump(self, jump: Jump) -> str:
        """Go to a task in the lanes that stands out, or say why there is none."""
        return self._lanes.jump(jump)

    def begin(self) -> None:
        """Clear what the previous run left."""
        for graph in (self._cpu, self._rate, self._memory):
            graph.clear()
        self._feed.begin()

    def show_snapshot(self, snapshot: RunSnapshot) -> None:
        """Draw what is new."""
        self._rate.add(snapshot.elapsed_s, [snapshot.throughput_per_s])
        self._feed.show(snapshot)

    def show_sample(self, sample: SystemSample, elapsed_s: float) -> None:
        """Draw what the system says."""
        self._cpu.add(elapsed_s, [sample.run_percent])
        self._memory.title = f"memory ({sample.memory_origin})"
        self._memory.add(elapsed_s, [sample.memory_bytes / _MEGABYTE])
        self._cores.show(
            [CpuParts(each.user, each.system, each.steal or 0.0) for each in sample.cores]
        )

    def end(self) -> None:
        """Bring the lanes up to date for the last time."""
        self._feed.end()


def _most_percent(usable: UsableCpus) -> float:
    """What a run can use at most: a quota may grant less than the CPUs that it rounds up to."""
    whole = 100.0 * usable.count
    return whole if usable.quota is None else min(whole, 100 * usable.quota)

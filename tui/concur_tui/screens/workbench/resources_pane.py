"""The pane with the graphs of the run, a bar for each CPU, and a lane for each worker."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Label

from concur_tui.own_cost import OwnCost
from concur_tui.screens.workbench.lane_feed import LaneFeed
from concur_tui.screens.workbench.resource_title import rate_words, task_times, title
from concur_tui.screens.workbench.resource_words import cost_sentence, figures, memory_title
from concur_tui.terminal.capabilities import this_terminal
from concur_tui.widgets.core_bars import CoreBars
from concur_tui.widgets.figure_rows import FigureRows
from concur_tui.widgets.lanes import Jump, LaneView
from concur_tui.widgets.stacked_bar import CpuParts
from concur_tui.widgets.time_graph import TimeGraph
from concur_tui.widgets.titled_pane import TitledPane
from concur_workloads.api import RunSnapshot, SystemSample, UsableCpus, usable_cpus

_MEGABYTE = 1_000_000


class ResourcesPane(TitledPane):
    """Keeps what it drew when a run ends, until the next one begins.

    It is held while its lanes are: all of it stands still then, and takes in what comes.
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        most = _most_percent(usable_cpus())
        self._cpu = TimeGraph(f"CPU of {most:.0f} %", "%", maximum=most, id="graph-cpu")
        self._rate = TimeGraph("tasks", "/s", id="graph-rate")
        self._memory = TimeGraph("memory", "MB", id="graph-memory")
        self._cores = CoreBars(id="cores")
        self._figures = FigureRows(id="figures")
        self._lanes = LaneView(id="lanes")
        self._feed = LaneFeed(self._lanes)
        self._sample: SystemSample | None = None
        self._refresh = ""
        self._times = self._newest_times = task_times(None, 0)

    def compose(self) -> ComposeResult:
        """Graphs over CPUs over figures over lanes."""
        with Horizontal(id="graphs"):
            yield from self._graphs
        with Horizontal(id="machine"):
            yield Label("machine", id="machine-label")
            yield self._cores
        yield self._figures
        yield self._lanes

    def on_mount(self) -> None:
        """Hold all when the lanes are held, which has a key and follows from looking back."""
        self.watch(self._lanes, "follow", self._hold_or_go_on)

    def on_resize(self, _event: events.Resize) -> None:
        """Say in the title what there is room for."""
        self._show_title()

    @property
    def _graphs(self) -> tuple[TimeGraph, ...]:
        return self._cpu, self._rate, self._memory

    @property
    def _held(self) -> bool:
        return not self._lanes.follow

    @property
    def selected_lane(self) -> int:
        """The number of the lane under the cursor."""
        return self._lanes.selected

    def focus_lanes(self) -> None:
        """Put the cursor on the lanes."""
        self._lanes.focus()

    def toggle_follow(self) -> None:
        """Let the pane follow the time, or hold still."""
        self._lanes.follow = not self._lanes.follow

    @on(LaneView.Selected)
    def look_at_selected(self) -> None:
        """Say what the worker is at that was selected."""
        self._feed.look_at_selected()

    def jump(self, jump: Jump) -> str:
        """Go to a task in the lanes that stands out, or say why there is none."""
        self._feed.catch_up()
        return self._lanes.jump(jump)

    def _hold_or_go_on(self) -> None:
        for graph in self._graphs:
            graph.held = self._held
        if not self._held:
            self._feed.catch_up()
            self._times = self._newest_times
            self._show_sample()
        self._show_title()

    def begin(self) -> None:
        """Clear what the previous run left."""
        self._sample = None
        self._times = self._newest_times = task_times(None, 0)
        self._feed.begin()
        for graph in self._graphs:
            graph.clear()
        self._show_title()

    def show_snapshot(self, snapshot: RunSnapshot) -> None:
        """Draw what is new."""
        self._rate.add(snapshot.elapsed_s, [snapshot.throughput_per_s])
        self._feed.show(snapshot)
        self._newest_times = task_times(snapshot.latency, snapshot.missed_records)
        if not self._held:
            self._times = self._newest_times
            self._show_title()

    def show_sample(self, sample: SystemSample, elapsed_s: float) -> None:
        """Draw what the system says."""
        self._sample = sample
        self._cpu.add(elapsed_s, [sample.run_percent])
        self._memory.title = memory_title(sample)
        self._memory.add(elapsed_s, [sample.memory_bytes / _MEGABYTE])
        if not self._held:
            self._show_sample()

    def _show_sample(self) -> None:
        if self._sample is None:
            return
        self._cores.show(
            [CpuParts(each.user, each.system, each.steal or 0.0) for each in self._sample.cores]
        )
        self._figures.show(figures(self._sample, this_terminal().glyphs))
        self._show_title()

    def show_refresh(self, refresh_s: float) -> None:
        """Say how often the screen is brought up to date."""
        self._refresh = rate_words(refresh_s)
        self._show_title()

    def show_cost(self, cost: OwnCost) -> None:
        """Say what watching costs, held or not."""
        self.say_below(cost_sentence(cost))

    def _show_title(self) -> None:
        throttling = self._sample.throttling if self._sample else None
        age_s = self._sample.rates_age_s if self._sample else 0.0
        # A blank and a piece of the border stand at either end, and a corner if there is one.
        room = self.outer_size.width - 2 - 2 * self.styles.gutter.width
        words = title(
            self._refresh, self._times, throttling, held=self._held, room=room, rates_age_s=age_s
        )
        self.say_above(words)

    def end(self) -> None:
        """Bring the lanes up to date for the last time."""
        self._feed.end()


def _most_percent(usable: UsableCpus) -> float:
    """What a run can use at most: a quota may grant less than the CPUs that it rounds up to."""
    whole = 100.0 * usable.count
    return whole if usable.quota is None else min(whole, 100 * usable.quota)

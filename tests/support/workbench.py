"""The workbench with a fake engine, for tests that press keys and read the screen."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from textual.message_pump import MessagePump
from textual.pilot import Pilot

from concur_tui.app import ConcurApp
from concur_tui.run_controller import RunController
from concur_tui.screens.workbench.workbench import WorkbenchScreen
from concur_tui.settings import Settings
from concur_tui.widgets.form_field import FormField
from concur_tui.widgets.log_view import LogView
from concur_tui.widgets.time_graph import TimeGraph
from concur_workloads.api import (
    BreakEvenPlan,
    LintSettings,
    LogEntry,
    MatrixRow,
    RunResult,
    RunSnapshot,
    RunSpec,
)
from support.fake_break_even import FakeBreakEven
from support.fake_experiment import FakeCost, FakeExperiment, FakeSampler
from support.fake_matrix import FakeMatrix

NEVER_S = 3600.0
_ROUNDS = 3


class Bench:
    """An app without timers of its own: it shows what the test publishes."""

    def __init__(self, theme: str = "concur-dark", lints: LintSettings | None = None) -> None:
        self.experiments: list[FakeExperiment] = []
        self.matrices: list[FakeMatrix] = []
        self.searches: list[FakeBreakEven] = []
        self.app = ConcurApp(
            Settings(theme, NEVER_S, NEVER_S, lints, look_s=0.0),
            self._make,
            FakeSampler,
            self._make_matrix,
            self._make_search,
            FakeCost(),
        )

    def _make(self, spec: RunSpec, log: Callable[[LogEntry], None]) -> FakeExperiment:
        self.experiments.append(FakeExperiment(spec, log))
        return self.experiments[-1]

    def _make_matrix(
        self, spec: RunSpec, rows: Sequence[MatrixRow], log: Callable[[LogEntry], None]
    ) -> FakeMatrix:
        self.matrices.append(FakeMatrix(spec, rows, log))
        return self.matrices[-1]

    def _make_search(self, plan: BreakEvenPlan, log: Callable[[LogEntry], None]) -> FakeBreakEven:
        self.searches.append(FakeBreakEven(plan, log))
        return self.searches[-1]

    @property
    def controller(self) -> RunController:
        return self.app.controller

    @property
    def screen(self) -> WorkbenchScreen:
        """The workbench, also while another screen is over it."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, WorkbenchScreen)
        return screen

    @property
    def on_top(self) -> bool:
        """Whether no other screen is over the workbench."""
        return len(self.app.screen_stack) == 1

    @property
    def experiment(self) -> FakeExperiment:
        """The latest one."""
        return self.experiments[-1]

    async def show(self, pilot: Pilot[int], snapshot: RunSnapshot) -> None:
        """Publish a snapshot and wait until it is on the screen."""
        self.experiment.now = snapshot
        self.controller.publish()
        await self.settle(pilot)

    async def open_matrix(self, pilot: Pilot[int], key: str = "x") -> None:
        """Press a key that begins a matrix and wait until its rows are on the screen."""
        before = len(self.matrices)
        await self.press(pilot, key)
        while len(self.matrices) == before:
            await pilot.pause()
        await self.show_matrix(pilot)

    async def show_matrix(self, pilot: Pilot[int]) -> None:
        """Publish how the rows of the latest matrix stand, and wait until that is shown."""
        self.app.matrix.publish()
        await self.settle(pilot)

    async def end_matrix(self, pilot: Pilot[int]) -> None:
        """End the matrix and wait until that is on the screen."""
        self.matrices[-1].finish()
        await self.app.matrix.wait_until_idle()
        await self.app.workers.wait_for_complete()
        await self.settle(pilot)

    async def opened(self, pilot: Pilot[int]) -> None:
        """Wait until the workbench has come out from behind its curtain."""
        while not isinstance(self.app.screen, WorkbenchScreen):
            await pilot.pause()
        await self.settle(pilot)

    async def press(self, pilot: Pilot[int], *keys: str) -> None:
        """Press keys and wait until they have had their effect."""
        await pilot.press(*keys)
        await self.settle(pilot)

    async def choose_backend(self, pilot: Pilot[int], name: str) -> None:
        """Go to the form and step on to a backend."""
        await self.press(pilot, "e")
        while self.screen.query_one("#field-backend", FormField).value != name:
            await self.press(pilot, "right")

    async def settle(self, pilot: Pilot[int]) -> None:
        """Wait until nothing is under way: keys typed ahead, messages, what these have led to."""
        while self.app._under_way is not None:
            await pilot.pause()
        for _ in range(_ROUNDS):
            for node in (self.app, *self.app.screen_stack, self.app.focused):
                await _all_handled(node)
        await pilot.pause()

    async def sampled(self, pilot: Pilot[int]) -> None:
        """Wait until the one system sample of the run is on the screen."""
        while self.screen.query_one("#graph-memory", TimeGraph).latest is None:
            self.controller.publish()
            await self.settle(pilot)

    async def flush_log(self, pilot: Pilot[int]) -> None:
        """Paint the log without waiting for its timer."""
        await self.settle(pilot)
        self.screen.query_one(LogView).flush()

    async def end(self, pilot: Pilot[int], result: RunResult | None = None) -> None:
        """End the run and wait until that is on the screen."""
        self.experiment.finish(result)
        await self.controller.wait_until_idle()
        await self.app.workers.wait_for_complete()
        await self.settle(pilot)

    def text(self) -> str:
        """What the screen shows, row by row."""
        return "\n".join(self.rows())

    def rows(self) -> list[str]:
        """The rows of the screen."""
        width, height = self.app.size
        lines = self.app.screen._compositor.render_strips(self.app.size)
        return ["".join(segment.text for segment in strip)[:width] for strip in lines[:height]]

    def words(self, selector: str) -> str:
        """What one widget shows, its rows joined as if it had one."""
        region = self.app.screen.query(selector).last().content_region
        rows = self.rows()[region.y : region.bottom]
        return " ".join(" ".join(row[region.x : region.right] for row in rows).split())


async def _all_handled(node: MessagePump | None) -> None:
    """Return when a node has handled every message that it has now."""
    handled = asyncio.Event()
    if node is not None and node.is_running and node.call_later(handled.set):
        await handled.wait()


@asynccontextmanager
async def workbench(
    width: int = 120, height: int = 40, theme: str = "concur-dark"
) -> AsyncIterator[tuple[Bench, Pilot[int]]]:
    """A workbench of that size, painted for the first time."""
    bench = Bench(theme)
    async with bench.app.run_test(size=(width, height), notifications=True) as pilot:
        await bench.opened(pilot)
        yield bench, pilot
        for experiment in bench.experiments:
            experiment.finish()
        for made in bench.matrices:
            made.finish()
        for search in bench.searches:
            search.finish()
        await bench.controller.wait_until_idle()
        await bench.app.matrix.wait_until_idle()
        await bench.app.break_even.wait_until_idle()

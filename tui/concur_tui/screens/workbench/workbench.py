"""The screen of the workbench: hands each pane its slice of the run, and each key its meaning."""

import asyncio
import time
from collections.abc import Iterator, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical

from concur_tui.actions import KEY_LINE, WORKBENCH_ACTIONS
from concur_tui.break_even_controller import BreakEvenController
from concur_tui.lint_choices import LintChoices
from concur_tui.lint_words import Found, finding_text
from concur_tui.matrix_controller import MatrixController
from concur_tui.messages import (
    CostSeen,
    FindingsSeen,
    LogReceived,
    RunEnded,
    RunStarted,
    SnapshotTaken,
    SystemSampled,
)
from concur_tui.run_controller import RunController
from concur_tui.screens.ask import Ask, Choice
from concur_tui.screens.control_block.blocks_in_passing import BlocksInPassing
from concur_tui.screens.workbench import headline
from concur_tui.screens.workbench.configuration_pane import ConfigurationPane
from concur_tui.screens.workbench.kill_question import SIGNALS, kill_question, refusal
from concur_tui.screens.workbench.log_pane import LogPane
from concur_tui.screens.workbench.other_screens import OtherScreens
from concur_tui.screens.workbench.resources_pane import ResourcesPane
from concur_tui.screens.workbench.runs_table import RunsTable
from concur_tui.screens.workbench.so_far_pane import SoFarPane
from concur_tui.screens.workbench.too_small import TooSmall
from concur_tui.screens.workbench.workloads_pane import WorkloadsPane
from concur_tui.settings import next_refresh_s, sample_period_s
from concur_tui.widgets.key_line import KeyLine
from concur_tui.widgets.lanes import Jump, LaneView
from concur_tui.widgets.log_view import Level
from concur_tui.widgets.parts_line import Part, PartsLine
from concur_workloads.api import (
    LaneSnapshot,
    RunResult,
    RunSpec,
    findings,
    sentence,
    trust,
    why_no_control_blocks,
    workload,
    workloads,
)

_SELDOM = {"break_deadlock", "findings"}
_ONLY_DURING_A_RUN = {"stop", "pause", "kill_worker"}
_NOT_DURING_A_RUN = {"run", "matrix", "break_even"}
_ONLY_WITH_LANES = {"control_block", "jump"}
_FORCE = Choice("force", "f", "End by force")


class WorkbenchScreen(OtherScreens):
    """Watches one run at a time; what is configured meanwhile is for the next."""

    CSS_PATH = [
        "workbench.tcss",
        "workloads_pane.tcss",
        "configuration_pane.tcss",
        "resources_pane.tcss",
        "so_far_pane.tcss",
        "log_pane.tcss",
    ]
    ACTIONS = WORKBENCH_ACTIONS
    BINDINGS = [action.binding for action in WORKBENCH_ACTIONS]
    HORIZONTAL_BREAKPOINTS = [
        (0, "-too-narrow"),
        (80, "-narrow"),
        (110, "-medium"),
        (200, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-too-low"), (24, "-low"), (36, "-high"), (50, "-tall")]

    def __init__(
        self,
        controller: RunController,
        matrix: MatrixController,
        break_even: BreakEvenController,
        lints: LintChoices,
    ) -> None:
        super().__init__(controller, matrix, break_even, lints)
        self._spec: RunSpec | None = None
        self._elapsed_s: float | None = None
        self._deadlocked = False
        self._found = Found()
        self._lanes: Sequence[LaneSnapshot] = ()
        self._blocks = BlocksInPassing()
        self._is_looking_in_passing = False
        self._painted = False

    def compose(self) -> ComposeResult:
        """The headline, the panes, the keys; and what is shown instead when there is no room."""
        everything = workloads()
        self.add_class(*self._size_classes())
        yield PartsLine(id="headline")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield WorkloadsPane(everything, id="workloads")
                yield ConfigurationPane(everything[0], id="configuration")
            with Container(id="stage"):
                yield ResourcesPane(id="resources")
                yield SoFarPane(id="so-far")
                yield LogPane(id="log")
        yield KeyLine(KEY_LINE, id="keys")
        yield TooSmall(id="too-small")

    def on_mount(self) -> None:
        """Show what would run."""
        self._show_headline()
        self.resources.show_refresh(self._controller.refresh_s)
        self.call_after_refresh(self._note_paint)

    def _size_classes(self) -> Iterator[str]:
        """Those that the first resize would set, after all had been styled without them."""
        for size, breakpoints in zip(
            self.app.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True
        ):
            yield max(each for each in breakpoints if each[0] <= size)[1]

    def _note_paint(self) -> None:
        self._painted = True

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Keep the styles of the start: a new mode resumes twice, each time styling all anew."""
        event.refresh_styles = event.refresh_styles and self._painted

    def _show_headline(self) -> None:
        spec = self._spec or self.configuration.spec
        state = headline.ready()
        if self._controller.running:
            state = headline.under_way(self._controller.snapshot)
        left = [Part(" concur-tui", "strong")]
        if spec is not None:
            left = headline.what(spec, workload(spec.workload).title)
        self.query_one("#headline", PartsLine).show(left, state)

    # What the panes say.

    @on(WorkloadsPane.Highlighted)
    async def configure(self, event: WorkloadsPane.Highlighted) -> None:
        """Show the form and the help of the workload that would run."""
        await self.configuration.configure(event.workload)
        # Here, so that both are laid out at once.
        self.workloads.explain()

    @on(WorkloadsPane.Chosen)
    def go_on_to_the_form(self) -> None:
        """Enter in the list leads to the form."""
        self.action_focus_pane("configuration")

    @on(ConfigurationPane.Changed)
    def show_what_would_run(self) -> None:
        """Show it in the headline, unless a run is on or shown there."""
        if not self._controller.running:
            self._spec = None
            self._show_headline()

    @on(ConfigurationPane.Entered)
    def run_from_the_form(self) -> None:
        """Enter in a field runs."""
        self.action_run()

    # What the run says.

    def on_run_started(self, message: RunStarted) -> None:
        """Begin afresh in every pane that shows the run."""
        self._spec = message.spec
        self._elapsed_s = None
        self._lanes = ()
        self._blocks.forget()
        self._found = Found(so_far=True)
        self.resources.begin()
        self.so_far.begin()
        self._show_headline()
        self.refresh_bindings()

    def _look_in_passing(self) -> None:
        """Keep the control block of a worker, so that there is one when it has ended."""
        if self._is_looking_in_passing:
            return
        lane = self._blocks.next_due(self._lanes)
        if lane is not None and not why_no_control_blocks():
            self._is_looking_in_passing = True
            self.run_worker(self._look_at(lane), name="block in passing")

    async def _look_at(self, lane: LaneSnapshot) -> None:
        try:
            await asyncio.to_thread(self._blocks.look_at, lane)
        finally:
            self._is_looking_in_passing = False

    def on_snapshot_taken(self, message: SnapshotTaken) -> None:
        """Hand the snapshot to the panes."""
        self._elapsed_s = message.snapshot.elapsed_s
        if bool(self._lanes) != bool(message.snapshot.lanes):
            self.refresh_bindings()
        self._lanes = message.snapshot.lanes
        self._look_in_passing()
        self.resources.show_snapshot(message.snapshot)
        self.so_far.show_snapshot(message.snapshot)
        self._show_headline()
        deadlocked = message.snapshot.deadlock is not None
        if deadlocked != self._deadlocked:
            self._deadlocked = deadlocked
            self.refresh_bindings()

    def on_system_sampled(self, message: SystemSampled) -> None:
        """Hand the sample to the graphs."""
        self.resources.show_sample(message.sample, message.elapsed_s)

    def on_cost_seen(self, message: CostSeen) -> None:
        """Show it where the machine is shown."""
        self.resources.show_cost(message.cost)

    def on_findings_seen(self, message: FindingsSeen) -> None:
        """Say what the evidence so far supports."""
        found = Found(message.found.findings, message.found.trust, so_far=True)
        if found != self._found:
            self._found = found
            self._show_found()

    def _show_found(self) -> None:
        self.so_far.show_found(self._found, self._lints.silenced)
        self.refresh_bindings()

    def on_log_received(self, message: LogReceived) -> None:
        """Hand the lines to the log."""
        self.log_pane.extend(message.entries)

    def on_run_ended(self, message: RunEnded) -> None:
        """Keep what was drawn, and say what it means."""
        result = message.result
        self.resources.end()
        self._found = self._found_in(result)
        self.so_far.show_result(result, self._found, self._lints.silenced)
        ended_at_s = result.started_at_s + (self._elapsed_s or 0.0)
        self.log_pane.say(ended_at_s, Level.INFO, sentence(result))
        for each in self._found.told(self._lints.silenced):
            self.log_pane.say(ended_at_s, Level.WARNING, finding_text(each))
        self.query_one("#headline", PartsLine).show(
            headline.what(result.spec, workload(result.spec.workload).title),
            headline.ended(result.status, self._elapsed_s),
        )
        self.refresh_bindings()

    # What the keys do.

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Keys that make no sense now are shown as such, those that seldom do only when they do."""
        if action in _SELDOM:
            return self._makes_sense(action)
        if action in _ONLY_WITH_LANES:
            return True if self._lanes else None
        if action in _ONLY_DURING_A_RUN:
            return True if self._controller.running else None
        if action in _NOT_DURING_A_RUN:
            return None if self._controller.running else True
        if action == "back":
            return True if self.way_back() else None
        return True

    def _makes_sense(self, action: str) -> bool:
        if action == "findings":
            return bool(self._found.findings) or self._found.is_doubtful
        snapshot = self._controller.snapshot
        return snapshot is not None and snapshot.deadlock is not None

    def action_run(self) -> None:
        """Run what the configuration shows, or go to the field that is in error."""
        spec = self._spec_to_run()
        if spec is not None:
            self.close_drawer()
            self.run_worker(self._controller.start(spec, self.post_message), name="run")

    def action_stop(self) -> None:
        """Ask the run to end; asked again, offer to end it by force."""
        snapshot = self._controller.snapshot
        if snapshot is None or not snapshot.cancelling:
            self._controller.cancel()
            return
        detail = "Its processes get SIGKILL now; tasks under way are lost."
        question = Ask("End the run by force?", detail, [_FORCE])
        self.app.push_screen(question, self._force)

    def _force(self, answer: str | None) -> None:
        if answer == _FORCE.value:
            self._controller.kill()

    def action_pause(self) -> None:
        """Pause or go on."""
        self._controller.toggle_pause()

    def action_break_deadlock(self) -> None:
        """Tell one of the workers that wait for each other to give up."""
        self._controller.break_deadlock()

    def action_kill_worker(self) -> None:
        """Ask which signal the worker of the selected lane shall get, or say why none."""
        snapshot, spec = self._controller.snapshot, self._spec
        if snapshot is None or spec is None:
            return
        selected = self.resources.selected_lane
        lane = next((each for each in snapshot.lanes if each.lane == selected), None)
        reason = refusal(spec, lane)
        if reason or lane is None:
            self.notify(reason, title="No worker was killed", severity="warning", markup=False)
            self.log_pane.say(time.time(), Level.WARNING, reason)
            return
        worker = lane.worker

        def answered(answer: str | None) -> None:
            if answer in SIGNALS:
                self._controller.kill_worker(worker, SIGNALS[answer])

        self.app.push_screen(kill_question(lane), answered)

    @on(LaneView.Chosen)
    def action_control_block(self) -> None:
        """Show what the system keeps of the worker whose lane is selected, or say why not."""
        reason = why_no_control_blocks()
        if reason:
            self.notify(reason, title="No control block", severity="warning", markup=False)
        elif self._lanes:
            self._show_control_block(
                lambda: self._lanes, self._blocks.block_of, self.resources.selected_lane
            )

    def action_findings(self) -> None:
        """List what was found in this run, so far or at its end, or in the last one."""
        self._show_findings(lambda: self._found, self._show_found)

    @on(RunsTable.Chosen)
    def show_findings_of_run(self, event: RunsTable.Chosen) -> None:
        """List what was found in one of the last runs."""
        found, spec = self._found_in(event.result), event.result.spec
        run = f"{workload(spec.workload).title} · {spec.backend} x {spec.workers}   "
        self._show_findings(lambda: found, self._show_found, run)

    def _found_in(self, result: RunResult) -> Found:
        return Found(findings(result, self._lints.without_silence), trust(result))

    def action_jump(self, what: str) -> None:
        """Go to a task in the lanes that stands out, or say why there is none."""
        reason = self.resources.jump(Jump(what))
        if reason:
            self.notify(reason, title="Nowhere to jump to", severity="warning", markup=False)
        elif self._current_pane is not self.resources:
            self.action_focus_pane("resources")

    def action_copy_command(self) -> None:
        """Copy the command line that would run the same, or go to the field that is in error."""
        command = self.configuration.command
        if not command:
            self.action_focus_pane("configuration")
            return
        self.app.copy_to_clipboard(command)
        # Nothing says whether the terminal has taken it.
        self.notify(command, title="Copied, if the terminal permits it", markup=False)

    def action_refresh_rate(self) -> None:
        """Bring all that is live up to date at the next rate."""
        refresh_s = next_refresh_s(self._controller.refresh_s)
        self._controller.sample_s = sample_period_s(refresh_s)
        for each in (self._controller, self._matrix, self._break_even):
            each.refresh_s = refresh_s
        self.resources.show_refresh(refresh_s)

    def action_log_level(self) -> None:
        """Show more or fewer levels of lines."""
        self.log_pane.next_level()

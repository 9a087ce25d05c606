"""What opens another screen over the workbench, and what comes back from there."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from concur_tui.break_even_controller import BreakEvenController
from concur_tui.lint_choices import LintChoices
from concur_tui.lint_words import Found
from concur_tui.matrix_controller import MatrixController
from concur_tui.run_controller import RunController
from concur_tui.screens.findings.findings_screen import FindingsScreen
from concur_tui.screens.matrix.matrix_screen import MatrixScreen
from concur_tui.screens.presets import PresetsScreen
from concur_tui.screens.race.race_screen import RaceScreen
from concur_tui.screens.time_budget.time_budget_screen import TimeBudgetScreen
from concur_tui.screens.workbench.pane_navigation import PaneNavigation
from concur_tui.specs.own_function import look
from concur_workloads.api import LaneSnapshot, RunSpec, SeenState, workload

if TYPE_CHECKING:
    from concur_tui.screens.control_block.control_block_screen import BlockOf, Lanes


class OtherScreens(PaneNavigation):
    """A workbench whose keys lead to screens of their own; those that run need it to be idle."""

    def __init__(
        self,
        controller: RunController,
        matrix: MatrixController,
        break_even: BreakEvenController,
        lints: LintChoices,
    ) -> None:
        super().__init__()
        self._controller = controller
        self._matrix = matrix
        self._break_even = break_even
        self._lints = lints

    def _spec_to_run(self) -> RunSpec | None:
        """What the form shows, None while a run is on; goes to the field that is in error."""
        if self._controller.running:
            return None
        spec = self.configuration.spec
        if spec is None:
            self.action_focus_pane("configuration")
        return spec

    def action_matrix(self) -> None:
        """Run the tasks of the configuration on every backend, or go to the field in error."""
        spec = self._spec_to_run()
        if spec is not None:
            self.app.push_screen(MatrixScreen(self._matrix, spec, self._lints.settings))

    def action_break_even(self) -> None:
        """Find the smallest task that gains, on the workers and the Python of the form."""
        spec = self._spec_to_run()
        if spec is None:
            return
        # Late, as few need it at all.
        from concur_tui.screens.break_even.break_even_screen import BreakEvenScreen

        self.app.push_screen(BreakEvenScreen(self._break_even, spec))

    def action_race(self) -> None:
        """Show two threads and one counter, to be taken through their steps."""
        self.app.push_screen(RaceScreen())

    def action_time_budget(self) -> None:
        """Show where the time of each worker went, of this run or of the last one."""
        controller = self._controller
        self.app.push_screen(
            TimeBudgetScreen(lambda: controller.where_time_went, lambda: controller.running)
        )

    def _show_findings(
        self, look: Callable[[], Found], then: Callable[[], None], run: str = ""
    ) -> None:
        screen = FindingsScreen(look, self._lints, run)
        self.app.push_screen(screen, lambda _: then())

    def _show_control_block(self, lanes: "Lanes", seen_before: "BlockOf", selected: int) -> None:
        # Late, as its table takes long to import.
        from concur_tui.screens.control_block.control_block_screen import ControlBlockScreen

        def states_of(lane: LaneSnapshot) -> Sequence[SeenState]:
            return self._controller.states_seen(lane.lane)

        self.app.push_screen(ControlBlockScreen(lanes, seen_before, states_of, selected))

    def action_presets(self) -> None:
        """Show the presets, and the one that is chosen in the form."""
        self.app.push_screen(PresetsScreen(self.configuration.spec), self._load)

    def action_own_function(self) -> None:
        """Pick a function, to run on what is chosen in the form."""
        # Late, as few need it and its tree takes long to import.
        from concur_tui.screens.own_function.own_function_screen import OwnFunctionScreen

        self.app.push_screen(OwnFunctionScreen(self.configuration.spec), self._load)

    def _load(self, spec: RunSpec | None) -> None:
        if spec is not None:
            # Its Python may take long to say what it is; keys are taken meanwhile.
            self.run_worker(self._loaded(spec), group="load", exclusive=True)

    async def _loaded(self, spec: RunSpec) -> None:
        problem = await look(spec)
        if problem:
            self.notify(problem, title="It cannot run", severity="error", markup=False)
            return
        await self.configuration.load(spec)
        self.workloads.pick(workload(spec.workload))

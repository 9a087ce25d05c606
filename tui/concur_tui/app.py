"""The workbench as a program: themes, the keys that work everywhere, and how it ends."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from concur_tui import themes
from concur_tui.actions import APP_ACTIONS, Action
from concur_tui.break_even_controller import BreakEvenController
from concur_tui.lint_choices import LintChoices
from concur_tui.matrix_controller import MatrixController
from concur_tui.own_cost import CostMeter
from concur_tui.run_controller import RunController
from concur_tui.screens.curtain import Curtain
from concur_tui.settings import Settings, from_environment
from concur_tui.terminal.backpressure import BackpressureApp
from concur_tui.terminal.cell_diff import CellDiffApp
from concur_tui.terminal.keys_in_order import KeysInOrderApp
from concur_tui.terminal.last_will import LastWill, terminal_is_gone
from concur_tui.terminal.streams import flush_or_forget
from concur_tui.terminal.traffic import TrafficApp
from concur_tui.terminal.true_size import TrueSizeApp

if TYPE_CHECKING:
    from concur_tui.break_even_controller import MakeBreakEven, RunnableBreakEven
    from concur_tui.matrix_controller import MakeMatrix, RunnableMatrix
    from concur_tui.run_controller import (
        CostWatch,
        MakeExperiment,
        RunnableExperiment,
        SystemSampler,
    )
    from concur_tui.series_controller import SeriesController
    from concur_workloads.api import BreakEvenPlan, LogEntry, MatrixRow, RunSpec

_GRACE_S = 6.0
_WATCH_TERMINAL_S = 1.0
_THEME_NAMES = tuple(theme.name for theme in themes.THEMES)


class ConcurApp(
    KeysInOrderApp[int],
    TrueSizeApp[int],
    BackpressureApp[int],
    CellDiffApp[int],
    TrafficApp[int],
    inherit_bindings=False,
):
    """Holds the run controller; the screens do the rest."""

    TITLE = "concur-tui"
    BINDINGS = [
        *(action.binding for action in APP_ACTIONS),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(
        self,
        settings: Settings,
        make_experiment: "MakeExperiment | None" = None,
        make_sampler: "Callable[[], SystemSampler] | None" = None,
        make_matrix: "MakeMatrix | None" = None,
        make_break_even: "MakeBreakEven | None" = None,
        cost: "CostWatch | None" = None,
    ) -> None:
        super().__init__()
        self.hold_keys()
        self._settings = settings
        self.animation_level = "none"
        self.controller = RunController(
            make_experiment or _real_experiment,
            make_sampler or _real_sampler,
            cost or CostMeter(lambda: self.written_bytes),
            refresh_s=settings.refresh_s,
            sample_s=settings.sample_s,
            look_s=settings.look_s,
            lints=settings.lints,
        )
        self.matrix = MatrixController(make_matrix or _real_matrix, refresh_s=settings.refresh_s)
        self.break_even = BreakEvenController(
            make_break_even or _real_break_even, refresh_s=settings.refresh_s
        )
        self._stop_asking: Callable[[], None] = lambda: None
        themes.register(self)
        self.theme = settings.theme

    @property
    def _owners(self) -> "tuple[RunController | SeriesController[Any, Any], ...]":
        """Those who may have processes."""
        return self.controller, self.matrix, self.break_even

    def get_default_screen(self) -> Screen[Any]:
        """Something to look at while the engine and the panes are loaded."""
        return Curtain()

    @on(Curtain.Painted)
    async def open_workbench(self) -> None:
        """Load what takes long; keys typed meanwhile find the workbench."""
        from concur_tui.screens.workbench.workbench import WorkbenchScreen
        from concur_workloads.api import NOTHING_SET, stop_asking

        self._stop_asking = stop_asking
        own = self.controller, self.matrix, self.break_even
        lints = LintChoices(self._settings.lints or NOTHING_SET)
        self.add_mode("workbench", lambda: WorkbenchScreen(*own, lints))
        await self.switch_mode("workbench")
        await self.let_keys_go()
        if not self.is_headless:
            self.call_after_refresh(_keep_what_is_there)

    def on_mount(self) -> None:
        """Prepare for a sudden end, where there is a terminal that can go away."""
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()

        def leave(exit_code: int) -> None:
            loop.call_soon_threadsafe(lambda: self.exit(return_code=exit_code))

        will = LastWill(self._kill, leave)
        will.install()
        self.set_interval(_WATCH_TERMINAL_S, lambda: self._watch_terminal(will))

    def on_unmount(self) -> None:
        """Wait for no Python that has not said yet what it is."""
        self._stop_asking()

    def _kill(self) -> None:
        self._stop_asking()
        for each in self._owners:
            each.kill()

    def _watch_terminal(self, will: LastWill) -> None:
        """Notice what a signal did not tell: that the terminal is gone, or has another size."""
        if terminal_is_gone():
            will.execute(128 + signal.SIGHUP)
        else:
            self.check_size()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every action that has a key on this screen, so that all can be found by a word."""
        own: tuple[Action, ...] = getattr(screen, "ACTIONS", ())
        yield from self._commands(own, screen)
        yield from self._commands(APP_ACTIONS, self)
        yield SystemCommand("All themes", "Pick one of all themes.", self.action_change_theme)

    def _commands(self, actions: Iterable[Action], target: DOMNode) -> Iterable[SystemCommand]:
        for action in actions:
            if action.in_palette:
                yield SystemCommand(
                    f"{action.label[:1].upper()}{action.label[1:]}",
                    f"{action.tooltip} Key: {action.binding.key_display}",
                    partial(self.run_action, action.do, target),
                )

    def action_help(self) -> None:
        """Show the help, unless it is shown."""
        from concur_tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_next_theme(self) -> None:
        """Switch to the next of our themes."""
        at = _THEME_NAMES.index(self.theme) if self.theme in _THEME_NAMES else -1
        self.theme = _THEME_NAMES[(at + 1) % len(_THEME_NAMES)]
        self.notify(self.theme, title="Theme", timeout=2)

    def action_help_quit(self) -> None:
        """Ctrl+C is pressed out of habit; say what quits."""
        self.notify("Press q to quit, or ^q while typing.", title="Ctrl+C does not quit here")

    async def action_quit(self) -> None:
        """Quit; ask first while a run is on."""
        if not any(each.running for each in self._owners):
            self.exit(0)
            return
        from concur_tui.screens.ask import Ask, Choice

        if not isinstance(self.screen, Ask):
            self.push_screen(
                Ask(
                    "Stop the run and quit?",
                    "A run is on. It ends first, and leaves no process behind.",
                    [Choice("quit", "q", "Stop and quit")],
                ),
                self._quit_answered,
            )

    def _quit_answered(self, answer: str | None) -> None:
        if answer == "quit":
            self.run_worker(self._stop_and_exit(), name="quit")

    async def _stop_and_exit(self) -> None:
        for each in self._owners:
            each.cancel()
        self.notify("The run is being stopped.", title="Quitting", timeout=_GRACE_S)
        try:
            async with asyncio.timeout(_GRACE_S):
                for each in self._owners:
                    await each.wait_until_idle()
        except TimeoutError:
            self._kill()
        self.exit(0)


def _real_experiment(spec: "RunSpec", log: "Callable[[LogEntry], None]") -> "RunnableExperiment":
    from concur_workloads.api import Experiment

    return Experiment(spec, log, on_deadlock="ask")


def _real_matrix(
    spec: "RunSpec", rows: "Sequence[MatrixRow]", log: "Callable[[LogEntry], None]"
) -> "RunnableMatrix":
    from concur_workloads.api import Matrix

    return Matrix(spec, rows, log)


def _real_break_even(
    plan: "BreakEvenPlan", log: "Callable[[LogEntry], None]"
) -> "RunnableBreakEven":
    from concur_workloads.api import BreakEven

    return BreakEven(plan, log)


def _real_sampler() -> "SystemSampler":
    from concur_workloads.api import SystemObserver

    return SystemObserver()


def _keep_what_is_there() -> None:
    """Never again search all that was loaded for garbage: that would hold up a key for 0.1 s."""
    gc.freeze()
    gc.enable()


def run(*, mouse: bool = True) -> int:
    """Show the workbench until the person quits, and return the exit code."""
    try:
        settings = from_environment(os.environ, _THEME_NAMES)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    app: App[int] = ConcurApp(settings)
    # Until the panes are painted there is nothing to collect.
    gc.disable()
    app.run(mouse=mouse)
    # Of a terminal that has gone, some output may be left over.
    for stream in (sys.__stdout__, sys.__stderr__):
        flush_or_forget(stream)
    return app.return_code or 0

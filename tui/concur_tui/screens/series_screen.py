"""What the screens of a series of experiments have in common: its keys, and how it is stopped."""

from typing import Any, ClassVar

from concur_tui.messages import LogReceived
from concur_tui.screen_actions import SERIES_ACTIONS
from concur_tui.screens.ask import Ask, Choice
from concur_tui.series_controller import SeriesController
from concur_tui.terminal.sparing_screen import SparingScreen
from concur_tui.widgets.parts_line import Role

STATES: dict[str, Role] = {"completed": "good", "failed": "bad", "cancelled": "busy"}

_STOP = Choice("stop", "s", "Stop it")
_FORCE = Choice("force", "f", "End by force")


class SeriesScreen(SparingScreen[None]):
    """Runs a series or shows the last one; `NAME` is what to call it, `ITEM` a part of it.

    series_screen.tcss is for all of them.
    """

    NAME: ClassVar[str]
    ITEM: ClassVar[str]
    ACTIONS = SERIES_ACTIONS
    BINDINGS = [action.binding for action in SERIES_ACTIONS]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-roomy")]

    def __init__(self, controller: SeriesController[Any, Any]) -> None:
        super().__init__()
        self._series = controller

    def begin(self) -> None:
        """Start the series."""
        raise NotImplementedError

    def on_log_received(self, message: LogReceived) -> None:
        """The log is a pane of the workbench."""
        self.app.screen_stack[0].post_message(LogReceived(message.entries))

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Keys that make no sense now are shown as such."""
        if action == "run_again":
            return None if self._series.running else True
        if action == "stop_series":
            return True if self._series.running else None
        return True

    def action_run_again(self) -> None:
        """All of it from the beginning."""
        if not self._series.running:
            self.begin()

    def action_stop_series(self) -> None:
        """Ask the series to end; asked again, offer to end it by force."""
        if not self._series.cancelling:
            self._series.cancel()
            return
        detail = "Its processes get SIGKILL now; tasks under way are lost."
        question = Ask(f"End the {self.NAME} by force?", detail, [_FORCE])
        self.app.push_screen(question, self._answered)

    def action_stop_or_leave(self) -> None:
        """One step back: to the workbench, or to the question whether the series shall stop."""
        if not self._series.running:
            self.dismiss(None)
        elif self._series.cancelling:
            self.action_stop_series()
        else:
            detail = (
                f"No further task or {self.ITEM} begins; {self.ITEM}s that have ended are kept."
            )
            self.app.push_screen(Ask(f"Stop the {self.NAME}?", detail, [_STOP]), self._answered)

    def _answered(self, answer: str | None) -> None:
        # By now it may have been stopped another way, or have ended: both are harmless.
        if answer == _STOP.value and not self._series.cancelling:
            self._series.cancel()
        elif answer == _FORCE.value:
            self._series.kill()

"""The screen on which a person is the scheduler: two threads add to one counter, step by step."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static

from concur_tui.screen_actions import RACE_ACTIONS, RACE_KEY_LINE
from concur_tui.screens.race.race_steps import RaceSteps
from concur_tui.screens.race.racer import Racer
from concur_tui.widgets.key_line import KeyLine
from concur_tui.widgets.parts_line import Part, PartsLine
from concur_workloads.api import THREADS, Race, drawn_order, race_sentence, replay

_ADDITIONS = 2


class RaceScreen(Screen[None]):
    """Takes each step of two real threads when it is asked to; all are run anew to undo one."""

    CSS_PATH = "race_screen.tcss"
    ACTIONS = RACE_ACTIONS
    BINDINGS = [action.binding for action in RACE_ACTIONS]

    def __init__(self) -> None:
        super().__init__()
        self._seed = 0
        self._race = replay((), _ADDITIONS)

    @property
    def race(self) -> Race:
        """What the steps so far came to."""
        return self._race

    def compose(self) -> ComposeResult:
        """Headline, the two threads, what it came to, the steps, keys."""
        yield PartsLine(id="race-headline")
        with Horizontal(id="racers"):
            for thread in THREADS:
                yield Racer(thread, id=f"racer-{thread}")
        yield Static(id="race-verdict", markup=False)
        yield RaceSteps(id="race-steps")
        yield KeyLine(RACE_KEY_LINE, id="race-keys")

    def on_mount(self) -> None:
        """Show two threads that have not begun."""
        self._show()

    def _go(self, order: tuple[int, ...]) -> None:
        self._race = replay(order, _ADDITIONS)
        self._show()

    def _show(self) -> None:
        race = self._race
        self.query_one(PartsLine).show(
            [
                Part(" race   ", "strong"),
                Part("two threads, one counter"),
                Part(f" · {_ADDITIONS} additions each · seed {self._seed}", "muted"),
            ],
            [Part(f"counter {race.counter} ", "bad" if race.lost else "strong")],
        )
        for racer in self.query(Racer):
            racer.show(race)
        self.query_one("#race-verdict", Static).update(race_sentence(race))
        self.query_one(RaceSteps).show(race)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A thread at its end takes no step, and what has not begun cannot be undone."""
        if action == "step" and isinstance(parameters[0], int):
            return True if self._race.left(parameters[0]) else None
        if action in {"undo", "start_again"}:
            return True if self._race.steps else None
        if action == "play":
            return True if any(map(self._race.left, THREADS)) else None
        return True

    def action_step(self, thread: int) -> None:
        """Let a thread take its next step."""
        if self._race.left(thread):
            self._go((*self._race.order, thread))

    def action_play(self) -> None:
        """Take the next step of the order that the seed gives, as long as that was followed."""
        order, drawn = self._race.order, drawn_order(self._seed, _ADDITIONS)
        able = [thread for thread in THREADS if self._race.left(thread)]
        if not able:
            return
        followed = drawn[: len(order)] == order
        self._go((*order, drawn[len(order)] if followed else able[0]))

    def action_undo(self) -> None:
        """Take the last step back."""
        self._go(self._race.order[:-1])

    def action_start_again(self) -> None:
        """Take all steps back."""
        self._go(())

    def action_next_seed(self) -> None:
        """Run to the end in the order of the next seed."""
        self._seed += 1
        self._go(drawn_order(self._seed, _ADDITIONS))

    def action_leave(self) -> None:
        """Back to the workbench."""
        self.dismiss()

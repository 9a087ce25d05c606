"""The screen of a worker's control block: live, explained, and another worker's beside it."""

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic_ns

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from concur_tui.control_block_words import about, clock
from concur_tui.screen_actions import CONTROL_BLOCK_ACTIONS, CONTROL_BLOCK_KEY_LINE
from concur_tui.screens.control_block.control_block_table import ControlBlockTable
from concur_tui.screens.control_block.frames_screen import FramesOf, FramesScreen
from concur_tui.screens.control_block.look_words import identity, sharers_of, title
from concur_tui.screens.control_block.state_rows import state_rows
from concur_tui.screens.control_block.watched_worker import WatchedWorker
from concur_tui.terminal.sparing_screen import SparingScreen
from concur_tui.widgets.key_line import KeyLine
from concur_tui.widgets.long_text import LongText
from concur_tui.widgets.parts_line import Part, PartsLine
from concur_tui.widgets.state_log import StateLog
from concur_workloads.api import LOOKS_A_SECOND, ControlBlock, LaneSnapshot, SeenState

_LOOK_EVERY_S = 0.25

_PARTS = (PartsLine, ControlBlockTable, StateLog, LongText)

Lanes = Callable[[], Sequence[LaneSnapshot]]
BlockOf = Callable[[LaneSnapshot], ControlBlock | None]
StatesOf = Callable[[LaneSnapshot], Sequence[SeenState]]

_NEVER_SEEN = (
    "Of a worker that has ended the kernel keeps nothing, and this one was not looked at before. "
    "Press d again while a run is on."
)


class ControlBlockScreen(SparingScreen[None]):
    """Follows a worker, and one beside it; `lanes` gives all workers of the run at any time.

    `seen_before` gives the block that was seen of one before, `states_of` what one was seen at
    lately; where nobody has looked at that, the blocks themselves say it from now on.
    """

    CSS_PATH = "control_block.tcss"
    ACTIONS = CONTROL_BLOCK_ACTIONS
    BINDINGS = [action.binding for action in CONTROL_BLOCK_ACTIONS]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-medium")]
    AUTO_FOCUS = "#block-table"

    def __init__(
        self, lanes: Lanes, seen_before: BlockOf, states_of: StatesOf, selected: int
    ) -> None:
        super().__init__()
        self._lanes = lanes
        self._seen_before = seen_before
        self._states_of = states_of
        self._selected = selected
        self._beside: int | None = None
        self._watched: list[WatchedWorker] = []
        self._held = False
        self._is_looking = False
        self._is_asking = False

    def compose(self) -> ComposeResult:
        """Headline, the fields beside the states so far, what the selected field is, keys."""
        yield PartsLine(id="block-headline")
        with Container(id="block-body"):
            yield ControlBlockTable(id="block-table")
            yield StateLog(id="block-states")
        yield LongText(id="block-about")
        yield KeyLine(CONTROL_BLOCK_KEY_LINE, id="block-keys")

    def on_mount(self) -> None:
        """Begin to look."""
        self.set_interval(_LOOK_EVERY_S, self._look_again)
        self._look_again()

    def _look_again(self) -> None:
        # A kernel that is slow to answer is not asked again meanwhile.
        if not self._is_looking:
            self._is_looking = True
            self.run_worker(self.look(), name="control block")

    def on_unmount(self) -> None:
        """Let go of the files."""
        for each in self._watched:
            each.close()

    @property
    def _workers(self) -> list[LaneSnapshot]:
        """Those that are there or have been, by their places."""
        return [lane for lane in self._lanes() if lane.pid and lane.native_id]

    async def look(self) -> None:
        """Read the blocks that are shown, and show them unless the view is held."""
        try:
            self._watch()
            # In a thread, as the kernel may be busy with the memory that it is asked about.
            await asyncio.gather(*(asyncio.to_thread(each.look) for each in self._watched))
        finally:
            self._is_looking = False
        # The screen may have gone during the look, its parts first, one by one.
        if not self._held and all(self.query(each) for each in _PARTS):
            self._show()

    def _watch(self) -> None:
        """Follow the lanes that are chosen, whoever works in them now."""
        lanes = {lane.lane: lane for lane in self._workers}
        chosen = [lanes[at] for at in (self._selected, self._beside) if at in lanes]
        kept = []
        for lane in chosen:
            same = next((each for each in self._watched if each.is_of(lane)), None)
            kept.append(same or WatchedWorker(lane, self._seen_before(lane)))
        for each in self._watched:
            if each not in kept:
                each.close()
        self._watched = kept

    def _show(self) -> None:
        seen = [each for each in self._watched if each.block is not None]
        blocks = [each.block for each in seen if each.block is not None]
        table = self.query_one(ControlBlockTable)
        table.show([title(each.lane) for each in seen], blocks)
        self._show_headline()
        self._show_states()
        self.explain_selected()

    def _show_states(self) -> None:
        """Of all that are shown, the newest on top; of a thread that they share, once."""
        pasts: dict[str, Sequence[SeenState]] = {}
        rates = set()
        threads = {(each.lane.pid, each.lane.native_id): each for each in self._watched}
        for each in threads.values():
            seen = self._states_of(each.lane)
            rates.add(f"up to {LOOKS_A_SECOND}" if seen else f"{1 / _LOOK_EVERY_S:g}")
            pasts[each.lane.label] = seen or each.states.states()
        log = self.query_one(StateLog)
        whose = " and ".join(pasts)
        if len(threads) == 1:
            (each,) = threads.values()
            is_shared = len(sharers_of(each.lane, self._lanes())) > 1
            whose = f"thread {each.lane.native_id}" if is_shared else title(each.lane)
        log.border_title = f"States of {whose}, {' and '.join(sorted(rates))} looks/s"
        log.show(state_rows(pasts, monotonic_ns()), "not seen at anything")

    def _show_headline(self) -> None:
        left = [Part(" control block   ", "strong")]
        if not self._watched:
            left.append(Part("no worker is there yet", "muted"))
        for place, each in enumerate(self._watched):
            between = " beside " if place else ""
            worker, thread = identity(each.lane, self._lanes())
            left += [Part(between, "muted"), Part(worker), Part(thread, "muted")]
        right = [Part("asking py-spy ... ", "busy")] if self._is_asking else []
        if self._held:
            right.append(Part("held ", "busy"))
        ended = [each for each in self._watched if each.ended]
        if ended:
            seen = [clock(each.block.at_ns) for each in ended if each.block is not None]
            last = f": as it was seen at {' and '.join(seen)}" if seen else ""
            right.append(Part(f"■ ended{last} ", "muted"))
        self.query_one(PartsLine).show(left, right)

    @on(ControlBlockTable.Selected)
    def explain_selected(self) -> None:
        """Say what the field under the cursor is."""
        readings = self.query_one(ControlBlockTable).selected
        unseen = any(each.ended and each.block is None for each in self._watched)
        text = _NEVER_SEEN if unseen else ""
        if readings:
            missing = [each.missing for each in readings if each.missing]
            reason = f" There is none: {missing[0]}." if missing else ""
            text = f"{readings[0].field.name}: {about(readings[0].field)}{reason}"
        self.query_one("#block-about", LongText).say(text)

    def _next_to(self, lane: int, step: int) -> int:
        """The worker that comes after a lane, round and round."""
        places = [each.lane for each in self._workers]
        if not places:
            return lane
        at = places.index(lane) if lane in places else -step
        return places[(at + step) % len(places)]

    def action_other_worker(self, step: int) -> None:
        """Go on to the next worker, or back to the one before."""
        self._selected = self._next_to(self._selected, step)
        if self._beside == self._selected:
            self._beside = None

    def action_compare(self) -> None:
        """Put the next worker beside it, and after the last one none."""
        after = self._next_to(self._selected if self._beside is None else self._beside, 1)
        self._beside = None if after == self._selected else after

    def action_hold(self) -> None:
        """Hold the view still, or go on; looking goes on meanwhile."""
        self._held = not self._held
        self._show_headline() if self._held else self._show()

    def action_frames(self) -> None:
        """Ask where in their programs they are, and show it when it has been told."""
        asked = [each for each in self._watched if not each.ended]
        if asked and not self._is_asking:
            self._is_asking = True
            self._show_headline()
            self.run_worker(self._ask_for_frames(asked), name="frames")

    async def _ask_for_frames(self, asked: Sequence[WatchedWorker]) -> None:
        looks = await asyncio.gather(*(asyncio.to_thread(each.look_at_frames) for each in asked))
        self._is_asking = False
        # The screen may have gone meanwhile, or another have come over it.
        if self.is_current:
            self._show_headline()
            frames = [
                FramesOf(title(each.lane), clock(look.at_ns), look)
                for each, look in zip(asked, looks, strict=True)
            ]
            self.app.push_screen(FramesScreen(frames))

    def action_leave(self) -> None:
        """Back to the workbench."""
        self.dismiss()

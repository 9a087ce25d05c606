"""The frames of Python of the workers that are looked at, as they were a moment ago."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from concur_tui.control_block_words import FRAMES_NOTE, frame_lines
from concur_workloads.api import FrameLook


class FramesOf(NamedTuple):
    """A worker by its name, when it was looked at, and what was seen."""

    title: str
    clock: str
    look: FrameLook


class FramesScreen(ModalScreen[None]):
    """One scrolling text over the control block."""

    CSS_PATH = "frames.tcss"
    AUTO_FOCUS = "#frames"
    BINDINGS = [
        Binding("escape,enter,f", "dismiss(None)", "Back", show=False),
    ]

    def __init__(self, frames: Sequence[FramesOf]) -> None:
        super().__init__()
        self._frames = frames

    def compose(self) -> ComposeResult:
        """For each worker a headline over a line for each frame."""
        with VerticalScroll(id="frames") as body:
            body.border_title = "Frames"
            body.border_subtitle = "Esc back"
            for each in self._frames:
                headline = f"{each.title}, {each.clock}: {FRAMES_NOTE}"
                yield Static(headline, classes="frames-headline", markup=False)
                lines = frame_lines(each.look, whole_paths=False)
                yield Static("\n".join(lines), classes="frames-lines", markup=False)

"""Sends the terminal only the cells that changed since the last frame.

Textual rewrites whole rows of every refreshed widget; over a slow line that is ten times the
bytes that the change needs. Wherever the terminal's content is in doubt, cells count as unknown
and are sent in full.
"""

import os
from collections.abc import Iterator
from typing import Generic, cast

from rich.color import ColorSystem
from rich.console import Console, RenderableType
from textual import events
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App, ReturnType
from textual.screen import Screen
from textual.strip import Strip

from concur_tui.terminal.cell_memory import CellMemory

SWITCH = "CONCUR_TUI_CELL_DIFF"


def _layout_pieces(update: LayoutUpdate) -> Iterator[tuple[int, int, Strip]]:
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in strips:
            yield x, y, strip
            x += strip.cell_length


def _chop_pieces(update: ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    for y, left, right in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x > right or end <= left:
                continue
            yield x, y, strip if end <= right else strip.crop(0, right - x)


def _covers(update: LayoutUpdate | ChopsUpdate, width: int, height: int) -> bool:
    """Whether `update` was made for a screen of this size, and not for the one before a resize."""
    if isinstance(update, LayoutUpdate):
        return update.region.bottom_right == (width, height)
    return len(update.chops) == height and update.chop_ends[0][-1] == width


class ChangedCells(CompositorUpdate):
    """A compositor update that renders to what `memory` does not know to be on the screen."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, memory: CellMemory) -> None:
        self._update = update
        self._memory = memory

    def render_segments(self, console: Console) -> str:
        """Escape sequences that bring the terminal up to date."""
        update = self._update
        pieces = (
            _layout_pieces(update) if isinstance(update, LayoutUpdate) else _chop_pieces(update)
        )
        colors = console._color_system or ColorSystem.TRUECOLOR
        paint = self._memory.paint
        return "".join([paint(x, y, strip, colors) for x, y, strip in pieces])


class CellDiffApp(App[ReturnType], Generic[ReturnType]):
    """An app that sends changed cells only, unless `CONCUR_TUI_CELL_DIFF=0` is set."""

    _cell_memory: CellMemory | None = None
    _cell_diff_enabled = True

    def on_load(self) -> None:
        """Read the switch, and listen for other programs getting hold of the terminal."""
        self._cell_diff_enabled = os.environ.get(SWITCH, "1") != "0"
        self.app_suspend_signal.subscribe(self, self._terminal_changed, immediate=True)
        self.app_resume_signal.subscribe(self, self._terminal_changed, immediate=True)

    def on_resize(self, _event: events.Resize) -> None:
        """Repaint all: a terminal may reflow or clear its content when its size changes."""
        self.repaint_terminal()

    def _terminal_changed(self, _app: object) -> None:
        self.repaint_terminal()

    def repaint_terminal(self) -> None:
        """Send every cell anew with the next frame."""
        self._cell_memory = None
        self.refresh()

    def _known_cells(self, width: int, height: int) -> CellMemory:
        memory = self._cell_memory
        if memory is None or (memory.width, memory.height) != (width, height):
            memory = self._cell_memory = CellMemory(width, height)
        return memory

    def _changes(self, update: RenderableType) -> RenderableType | CompositorUpdate:
        width, height = self.size
        if (
            self._cell_diff_enabled
            and isinstance(update, LayoutUpdate | ChopsUpdate)
            and _covers(update, width, height)
            and not self.is_inline
            and not self.native_ansi_color
        ):
            return ChangedCells(update, self._known_cells(width, height))
        self._cell_memory = None
        return update

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if renderable is None:
            super()._display(screen, None)
        else:
            super()._display(screen, cast("RenderableType", self._changes(renderable)))

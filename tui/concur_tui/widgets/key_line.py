"""The last row of a screen: the keys that work now; a click does what the key does."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from concur_tui.actions import key_name


class ShownKey(NamedTuple):
    """One entry; `enabled` is false where the key would do nothing at the moment."""

    key: str
    name: str
    label: str
    enabled: bool


class KeyLine(Widget):
    """Follows the bindings of its screen; entries that do not fit are left out whole.

    `order` lists binding ids, the most important first; only these are shown.
    """

    COMPONENT_CLASSES = {"key-line--key", "key-line--label", "key-line--disabled"}
    DEFAULT_CSS = """
    KeyLine {
        height: 1;
        background: $footer-background;
        color: $foreground;
        & > .key-line--key { color: $footer-key-foreground; text-style: bold; }
        & > .key-line--label { color: $foreground; }
        & > .key-line--disabled { color: $text-muted; text-style: none; }
    }
    """

    def __init__(self, order: Sequence[str], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._order = tuple(order)
        self._keys: tuple[ShownKey, ...] = ()

    @property
    def keys(self) -> tuple[ShownKey, ...]:
        """What is shown, if there is room for it."""
        return self._keys

    def on_mount(self) -> None:
        """Listen for changes of what the keys do."""
        self.screen.bindings_updated_signal.subscribe(self, self._look)
        self._look(self.screen)

    def _look(self, _screen: object) -> None:
        shown: dict[str, ShownKey] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.id in self._order and binding.id not in shown:
                shown[binding.id] = ShownKey(
                    binding.key, key_name(binding.key), binding.description, active.enabled
                )
        keys = tuple(shown[each] for each in self._order if each in shown)
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The row, as wide as the widget."""
        width = self.size.width
        segments: list[Segment] = []
        used = 0
        for each in self._keys if y == 0 else ():
            length = cell_len(each.name) + cell_len(each.label) + 3
            if used + length > width:
                break
            used += length
            segments.extend(self._entry(each))
        return Strip([*segments, Segment(" " * (width - used), self.rich_style)], width)

    def _entry(self, shown: ShownKey) -> list[Segment]:
        key, label = "key-line--key", "key-line--label"
        if not shown.enabled:
            key = label = "key-line--disabled"
        click = Style(meta={"@click": f"app.simulate_key({shown.key!r})"})
        return [
            Segment(f" {shown.name} ", self.get_component_rich_style(key) + click),
            Segment(f"{shown.label} ", self.get_component_rich_style(label) + click),
        ]

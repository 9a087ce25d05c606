"""The rows of a widget that has no border and nothing laid over it."""

from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class PlainRows(StylesCache):
    """Keeps rows as the terminal gets them, where Textual composes each with its surroundings.

    A widget whose styles ask for more than rows is left to Textual. Styles that change refresh all
    of the widget, which clears what is kept here.
    """

    def __init__(self) -> None:
        super().__init__()
        self._is_plain: bool | None = None

    def clear(self) -> None:
        """Forget all rows, and what was known of the styles."""
        super().clear()
        self._is_plain = None

    def render_widget(self, widget: Widget, crop: Region) -> list[Strip]:
        """The rows within `crop`, which is as wide as the widget or narrower."""
        width = widget.outer_size.width
        if width != self._width:
            self.clear()
            self._width = width
        if self._is_plain is None:
            self._is_plain = _is_plain(widget)
        if not self._is_plain:
            return super().render_widget(widget, crop)
        changed = [y for y in crop.line_range if y in self._dirty_lines or y not in self._cache]
        if changed:
            self._draw(widget, changed)
        return [self._cache[y].crop(crop.x, crop.right) for y in crop.line_range]

    def _draw(self, widget: Widget, rows: list[int]) -> None:
        under, background = widget.background_colors
        ground = self.get_inner_outer(under, background)[0].rich_style
        _, right, _, left = widget.styles.padding
        width = self._width - left - right
        filters = widget.get_line_filters()
        for y in rows:
            strip = widget.render_line(y).crop_pad(width, left, right, ground)
            for each in filters:
                strip = strip.apply_filter(each, background)
            self._cache[y] = strip
        self._dirty_lines.difference_update(rows)


def _is_plain(widget: Widget) -> bool:
    styles = widget.styles
    top, _, bottom, _ = styles.padding
    edges = (*styles.border, *styles.outline)
    return not (
        top
        or bottom
        or any(kind for kind, _ in edges)
        or styles.has_rule("hatch")
        or styles.tint.a
        or styles.text_opacity != 1
        or widget.opacity != 1
    )

"""A bar for one CPU whose parts differ in pattern as well as in colour."""

from typing import NamedTuple

from concur_tui.terminal.capabilities import GlyphMode

_EIGHTHS = {
    GlyphMode.BRAILLE: " ▏▎▍▌▋▊▉█",
    GlyphMode.BLOCKS: "    ▌▌▌▌█",
    GlyphMode.ASCII: "    ----#",
}


class CpuParts(NamedTuple):
    """Percent of one CPU: in programs, in the kernel, and taken away by a hypervisor."""

    user: float
    system: float = 0.0
    steal: float = 0.0

    @property
    def busy(self) -> float:
        """What this machine made of it."""
        return self.user + self.system


#: Each part with its pattern, its colour and its word, in the order in which they are drawn.
PARTS = (
    ("user", {GlyphMode.BRAILLE: "█", GlyphMode.BLOCKS: "█", GlyphMode.ASCII: "#"}, "$success"),
    ("system", {GlyphMode.BRAILLE: "▒", GlyphMode.BLOCKS: "▒", GlyphMode.ASCII: "+"}, "$warning"),
    ("steal", {GlyphMode.BRAILLE: "x", GlyphMode.BLOCKS: "x", GlyphMode.ASCII: "x"}, "$error"),
)


def stacked_bar(parts: CpuParts, width: int, mode: GlyphMode) -> list[tuple[str, str]]:
    """Text and name of each part of a bar of `width` cells that is full at 100 %.

    Exact to the eighth of a cell where there is one part to be seen, else to the cell.
    """
    edges = [0]
    reached = 0.0
    for share in parts:
        reached = min(100.0, reached + max(0.0, share))
        edges.append(round(reached / 100 * width))
    if edges[-1] == edges[1]:
        return [(_bar(parts.user, width, mode), PARTS[0][0])]
    drawn = [
        (glyphs[mode] * (end - start), name)
        for (name, glyphs, _), start, end in zip(PARTS, edges, edges[1:], strict=False)
        if end > start
    ]
    rest = width - edges[-1]
    return [*drawn, (" " * rest, PARTS[0][0])] if rest else drawn


def _bar(percent: float, width: int, mode: GlyphMode) -> str:
    eighths = round(min(100.0, max(0.0, percent)) / 100 * width * 8)
    full, rest = divmod(eighths, 8)
    glyphs = _EIGHTHS[mode]
    return (glyphs[8] * full + (glyphs[rest] if full < width else "")).ljust(width)

"""From looks for who holds the GIL to the cells of its lane: a worker, or why none is told."""

from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.lane_cells import Look
from concur_workloads.api import GilTally, GilUse

_NO_LOOK, _UNWANTED, _UNTOLD, _FIRST_WORKER = range(4)

_UNWANTED_GLYPH = {GlyphMode.BRAILLE: "·", GlyphMode.BLOCKS: "·", GlyphMode.ASCII: "."}
_UNTOLD_GLYPH = "?"

_ROLES = ("error", "primary", "warning", "secondary", "success", "accent")
_DIGITS = 10
#: After so many workers, digits and colours begin again together.
_TOLD_APART = 30

#: Who held it at so much of the looks that named a holder, had it as good as alone.
_ALONE_FROM = 0.75

_QUIET_CLASS = "gil--quiet"


def _class(worker: int, *, alone: bool) -> str:
    return f"gil--{'alone' if alone else 'most'}-{worker % len(_ROLES)}"


GIL_CLASSES: set[str] = {
    _QUIET_CLASS,
    *(_class(number, alone=alone) for number in range(len(_ROLES)) for alone in (False, True)),
}


def gil_css(widget: str) -> str:
    """CSS rules for the colour of each worker, filled where it had the GIL as good as alone."""
    rules = [f"{widget} > .{_QUIET_CLASS} {{ color: $text-muted; }}"]
    for number, role in enumerate(_ROLES):
        most, alone = _class(number, alone=False), _class(number, alone=True)
        rules.append(f"{widget} > .{most} {{ color: ${role}; }}")
        rules.append(f"{widget} > .{alone} {{ color: $background; background: ${role}; }}")
    return "\n".join(rules)


def gil_looks(mode: GlyphMode) -> dict[int, Look]:
    """Glyph and component class for every cell code."""
    table: dict[int, Look] = {
        _NO_LOOK: (" ", _QUIET_CLASS),
        _UNWANTED: (_UNWANTED_GLYPH[mode], _QUIET_CLASS),
        _UNTOLD: (_UNTOLD_GLYPH, _QUIET_CLASS),
    }
    for worker in range(_TOLD_APART):
        for alone in (False, True):
            look = str(worker % _DIGITS), _class(worker, alone=alone)
            table[_worker_code(worker, alone=alone)] = look
    return table


def _worker_code(worker: int, *, alone: bool) -> int:
    return _FIRST_WORKER + 2 * (worker % _TOLD_APART) + alone


def gil_code(found: GilTally | GilUse | None) -> int:
    """The code of a cell: of the worker that held it most, if that was seen at most looks."""
    if found is None:
        return _NO_LOOK
    if not found.wanted:
        return _UNWANTED
    named = sum(found.holders.values())
    if 2 * named < found.wanted:
        return _UNTOLD
    # Of equals the lowest, so that it does not depend on who came first.
    most = max(found.holders, key=lambda worker: (found.holders[worker], -worker))
    return _worker_code(most, alone=found.holders[most] >= _ALONE_FROM * named)

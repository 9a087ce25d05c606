"""From the buckets of a track to the cells on the screen: state, tint and start tick."""

from collections.abc import Iterator
from itertools import groupby

from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.lane_track import (
    DEAD,
    ENDED,
    FAILED,
    KIND,
    ODD,
    PREPARING,
    SEVERAL,
    START,
    Track,
)
from concur_tui.widgets.state_styles import STATE_STYLES, State, component_class

_WAITS = (
    State.GIL_WAIT,
    State.READY,
    State.PIPE,
    State.DISK,
    State.LOCK,
    State.SLEEPING,
    State.CHILD,
    State.AWAITING,
    State.STOPPED,
    State.ZOMBIE,
    State.BLOCKED,
)
WAIT_NUMBERS: dict[State | None, int] = {
    state: number for number, state in enumerate((None, *_WAITS))
}
"""What a track keeps for what a worker waited for."""

_STATES = (
    State.IDLE,
    State.START_UP,
    State.ON_CPU,
    State.PART_CPU,
    State.OFF_CPU,
    State.UNMEASURED,
    *_WAITS,
    State.FAILED,
    State.DEAD,
    State.ENDED,
)
_TINTED = {State.ON_CPU: "success", State.PART_CPU: "warning", State.OFF_CPU: "warning"}
_NUMBER = {state: number * 4 for number, state in enumerate(_STATES)}
_ODD_CELL = 2
_TICK = 1
_SOLID_TICK = {GlyphMode.BRAILLE: "▐", GlyphMode.BLOCKS: "▐", GlyphMode.ASCII: "|"}
_THIN_TICK = {GlyphMode.BRAILLE: "│", GlyphMode.BLOCKS: "│", GlyphMode.ASCII: "|"}
_CPU_LIMITS = (0.35, 0.8)
"""From these shares of the busy time on, a cell counts as partly and as wholly on a CPU."""
_BY_CPU = (State.UNMEASURED, State.OFF_CPU, State.PART_CPU, State.ON_CPU, *_WAITS)
_HARDLY_ON_CPU = _BY_CPU.index(State.OFF_CPU)
_BEFORE_WAITS = _BY_CPU.index(State.ON_CPU)
_NOT_BUSY, _HARDLY_BUSY, _BUSY = range(3)
_SEEN_FROM = 0.25
"""A busy part below a quarter of a cell shows only where a task starts in it."""


def _odd_class(state: State) -> str:
    return f"lane--odd-{state.value}"


ODD_CLASSES: set[str] = {_odd_class(state) for state in _TINTED}


def odd_css(widget: str) -> str:
    """CSS rules for the second tint, which tells neighbouring tasks apart."""
    return "\n".join(
        f"{widget} > .{_odd_class(state)} {{ color: ${role}-lighten-2; }}"
        for state, role in _TINTED.items()
    )


Look = tuple[str, str]
"""Glyph and component class of a cell."""


def looks(mode: GlyphMode) -> dict[int, Look]:
    """Glyph and component class for every cell code."""
    table: dict[int, Look] = {}
    for state in _STATES:
        glyph = STATE_STYLES[state].glyph(mode)
        tick = _SOLID_TICK[mode] if state is State.ON_CPU else _THIN_TICK[mode]
        for odd in (0, _ODD_CELL):
            name = _odd_class(state) if odd and state in _TINTED else component_class(state)
            table[_NUMBER[state] + odd] = (glyph, name)
            table[_NUMBER[state] + odd + _TICK] = (tick, name)
    return table


def _state(busy: int, marks: int, on_cpu: int) -> State:
    """The state of a cell from the classes of its busy and CPU share."""
    if marks & DEAD:
        return State.DEAD
    if marks & FAILED:
        return State.FAILED
    if busy == _NOT_BUSY or (busy == _HARDLY_BUSY and not marks & START):
        return State.IDLE
    return State.START_UP if marks & KIND == PREPARING else _BY_CPU[on_cpu]


def _code(busy: int, marks: int, on_cpu: int) -> int:
    state = _state(busy, marks, on_cpu)
    odd = state in _TINTED and marks & ODD and not marks & SEVERAL
    return _NUMBER[state] + (_ODD_CELL if odd else 0)


_CODES = bytes(
    _code(busy, marks, on_cpu)
    for marks in range(128)
    for busy in range(3)
    for on_cpu in range(len(_BY_CPU))
)
_BUSY_CLASS = bytes(
    _NOT_BUSY if busy == 0 else _HARDLY_BUSY if busy < _SEEN_FROM * 255 else _BUSY
    for busy in range(256)
)
_CPU_CLASS = bytes(
    0 if share == 0 else 1 + sum((share - 1) / 254 >= limit for limit in _CPU_LIMITS)
    for share in range(256)
)


def _merge(track: Track, count: int) -> Track:
    """The track with `count` neighbouring buckets in one."""
    cells = Track(track.bucket_s * count, 0, len(track.busy) // count)
    for cell in range(len(cells.busy)):
        here = slice(cell * count, (cell + 1) * count)
        busy, marks, on_cpu = track.busy[here], track.marks[here], track.on_cpu[here]
        total = sum(busy)
        cells.busy[cell] = -(-total // count)
        measured = [pair for pair in zip(busy, on_cpu, strict=True) if pair[1]]
        if weight := sum(pair[0] for pair in measured):
            cells.on_cpu[cell] = sum(part * share for part, share in measured) // weight
            if any(waits := track.waits[here]):
                cells.waits[cell] = _merged_waits(busy, on_cpu, waits)
        if any(marks):
            cells.marks[cell] = _merged_marks(marks)
    return cells


def summed_up(track: Track) -> tuple[float | None, State | None]:
    """The share of the busy time on a CPU and what most of the rest was spent on."""
    whole = _merge(track, len(track.busy))
    measured = whole.on_cpu[0]
    wait = whole.waits[0]
    return (
        (measured - 1) / 254 if measured else None,
        _WAITS[wait - 1] if wait else None,
    )


def _merged_waits(busy: bytearray, on_cpu: bytearray, waits: bytearray) -> int:
    """What most of the busy time off a CPU was spent on, where that time was measured."""
    waited: dict[int, int] = {}
    for part, share, wait in zip(busy, on_cpu, waits, strict=True):
        if share:
            waited[wait] = waited.get(wait, 0) + part * (255 - share)
    return max(waited, key=waited.__getitem__)


def _merged_marks(marks: bytearray) -> int:
    flags = kind = starts = ended = 0
    for mark in marks:
        flags |= mark & (DEAD | FAILED | SEVERAL | START)
        if mark & START:
            # As in a single bucket.
            ended = 0 if starts else ended
            starts += 1
        ended |= mark & ENDED
        kind = mark & (KIND | ODD) if mark & KIND else kind
    return kind | flags | ended | (SEVERAL if starts > 1 else 0)


def cells_of(track: Track, buckets_a_cell: int) -> tuple[bytes, bool]:
    """Codes of the cells of a window, and whether a cell stands for several tasks."""
    cells = track if buckets_a_cell == 1 else _merge(track, buckets_a_cell)
    busy = cells.busy.translate(_BUSY_CLASS)
    marks = cells.marks
    on_cpu = cells.on_cpu.translate(_CPU_CLASS)
    if any(cells.waits):
        on_cpu = _with_waits(on_cpu, cells.waits)
    codes = bytearray(
        [
            _CODES[((mark & ~ENDED) * 3 + share) * len(_BY_CPU) + cpu]
            for mark, share, cpu in zip(marks, busy, on_cpu, strict=True)
        ]
    )
    for at in [at for at, mark in enumerate(marks) if mark & (ENDED | FAILED | DEAD) == ENDED]:
        codes[at] = _NUMBER[State.ENDED]
    several = False
    for at in [at for at, mark in enumerate(marks) if mark & START]:
        if not _NUMBER[State.ON_CPU] <= codes[at] < _NUMBER[State.FAILED]:
            continue
        if marks[at] & SEVERAL:
            several = True
        elif busy[at] == _HARDLY_BUSY or (
            at + 1 < len(codes) and busy[at + 1] == _BUSY and not marks[at + 1] & START
        ):
            codes[at] += _TICK
    return bytes(codes), several


def _with_waits(on_cpu: bytearray, waits: bytearray) -> bytearray:
    """The classes, those of cells hardly on a CPU replaced by what was waited for."""
    return bytearray(
        [
            _BEFORE_WAITS + wait if wait and cpu == _HARDLY_ON_CPU else cpu
            for cpu, wait in zip(on_cpu, waits, strict=True)
        ]
    )


def runs(codes: bytes) -> Iterator[tuple[int, int]]:
    """Code and length of each run of equal cells."""
    for code, group in groupby(codes):
        yield code, len(list(group))

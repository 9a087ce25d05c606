"""The one table from a worker's state to its colour, its pattern and its word."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from concur_tui.terminal.capabilities import GlyphMode


class State(Enum):
    """What a worker is doing, as far as it was measured.

    `ON_CPU`, `PART_CPU` and `OFF_CPU` say how much a task was on a CPU, and the higher their
    pattern the more it was; a texture says what it waited for, where that was seen.
    """

    ON_CPU = "on-cpu"
    GIL_WAIT = "gil-wait"
    READY = "ready"
    PIPE = "pipe"
    DISK = "disk"
    LOCK = "lock"
    SLEEPING = "sleeping"
    CHILD = "child"
    AWAITING = "awaiting"
    STOPPED = "stopped"
    ZOMBIE = "zombie"
    BLOCKED = "blocked"
    START_UP = "start-up"
    DEAD = "dead"
    ENDED = "ended"
    IDLE = "idle"
    PART_CPU = "part-cpu"
    OFF_CPU = "off-cpu"
    UNMEASURED = "unmeasured"
    FAILED = "failed"


@dataclass(frozen=True)
class StateStyle:
    """`colour` is CSS over theme variables; the pattern carries the meaning without it."""

    colour: str
    braille: str
    blocks: str
    ascii: str
    word: str

    def glyph(self, mode: GlyphMode) -> str:
        """The pattern for one cell in this state."""
        return {
            GlyphMode.BRAILLE: self.braille,
            GlyphMode.BLOCKS: self.blocks,
            GlyphMode.ASCII: self.ascii,
        }[mode]


STATE_STYLES: dict[State, StateStyle] = {
    State.ON_CPU: StateStyle("color: $success;", "█", "█", "#", "on CPU"),
    State.PART_CPU: StateStyle("color: $warning;", "▄", "▄", "%", "on CPU part of the time"),
    State.OFF_CPU: StateStyle("color: $warning;", "▁", "_", "_", "hardly on CPU, not seen why"),
    State.UNMEASURED: StateStyle("color: $text-muted;", "=", "=", "=", "in a task, CPU unknown"),
    State.GIL_WAIT: StateStyle("color: $error;", "░", "░", ":", "waiting for the GIL"),
    State.READY: StateStyle("color: $warning;", "▒", "▒", "+", "ready, waiting for a CPU"),
    State.PIPE: StateStyle("color: $primary;", "─", "─", "-", "blocked: pipe, socket"),
    State.DISK: StateStyle("color: $primary;", "╫", "╫", "@", "blocked: disk, file"),
    State.LOCK: StateStyle("color: $secondary;", "╌", "~", "~", "blocked: lock, queue"),
    State.SLEEPING: StateStyle("color: $text-muted;", "·", "·", ".", "sleeping"),
    State.CHILD: StateStyle("color: $secondary;", "┬", "┬", "Y", "waiting for a child"),
    State.AWAITING: StateStyle("color: $secondary;", "○", "○", "o", "awaiting"),
    State.STOPPED: StateStyle("color: $background; background: $error;", "║", "║", '"', "stopped"),
    State.ZOMBIE: StateStyle(
        "color: $background; background: $error;", "Z", "Z", "Z", "zombie: ended, not waited for"
    ),
    State.BLOCKED: StateStyle("color: $secondary;", "?", "?", "?", "blocked: other"),
    State.START_UP: StateStyle("color: $accent;", "▞", "▌", "/", "start-up, import, warm-up"),
    State.FAILED: StateStyle("color: $error; text-style: bold;", "!", "!", "!", "task failed"),
    State.DEAD: StateStyle("color: $background; background: $error;", "x", "x", "x", "dead"),
    State.ENDED: StateStyle("color: $foreground;", "┤", "┤", "]", "worker ended, or was replaced"),
    State.IDLE: StateStyle("", " ", " ", " ", "idle"),
}


def component_class(state: State) -> str:
    """The CSS component class that carries the colour of `state`."""
    return f"state--{state.value}"


COMPONENT_CLASSES: set[str] = {component_class(state) for state in State}


def component_css(widget: str) -> str:
    """CSS rules that give the component classes of `widget` the colours of the table."""
    return "\n".join(
        f"{widget} > .{component_class(state)} {{ {style.colour} }}"
        for state, style in STATE_STYLES.items()
    )


def legend(states: Sequence[State], mode: GlyphMode) -> list[tuple[State, str, str]]:
    """State, glyph and word for each of `states`, in the order given."""
    return [(state, STATE_STYLES[state].glyph(mode), STATE_STYLES[state].word) for state in states]

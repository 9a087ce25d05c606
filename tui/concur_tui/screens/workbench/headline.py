"""The first row of the workbench: what runs, or would run, and what state it is in."""

from pathlib import PurePath

from concur_tui.formatting import count, duration
from concur_tui.interpreter_words import with_gil
from concur_tui.widgets.parts_line import Part, Role
from concur_workloads.api import RunSnapshot, RunSpec, known_interpreter

_ENDED: dict[str, Role] = {"completed": "good", "failed": "bad", "cancelled": "busy"}


def what(spec: RunSpec, title: str) -> list[Part]:
    """Name of the program, then the spec in a few words."""
    start = f" ({spec.start_method})" if spec.start_method else ""
    words = [
        f"{spec.backend}{start} x {count(spec.workers)}",
        f"{count(spec.tasks)} tasks",
        _python(spec),
    ]
    return [
        Part(" concur-tui   ", "strong"),
        Part(title),
        Part("".join(f" · {word}" for word in words), "muted"),
    ]


def _python(spec: RunSpec) -> str:
    known = known_interpreter(spec.interpreter)
    if known is None or known.unusable:
        # Its file has changed since it was asked.
        return PurePath(spec.interpreter or "").name
    return with_gil(known, spec.gil)


def ready() -> list[Part]:
    """The state before the first run."""
    return [Part("○ ready ", "muted")]


def under_way(snapshot: RunSnapshot | None) -> list[Part]:
    """The state of a run; None before its first snapshot."""
    if snapshot is None:
        return [Part("● starting ", "busy")]
    word, role = "running", "good"
    if snapshot.cancelling:
        word, role = "stopping", "busy"
    elif snapshot.paused:
        word, role = "paused", "busy"
    # In half seconds: nobody reads more of them, and each change is a row to paint.
    return [_state("●", word, role), _elapsed(int(snapshot.elapsed_s * 2) / 2)]


def ended(status: str, elapsed_s: float | None) -> list[Part]:
    """The state after a run that took `elapsed_s` seconds in all."""
    return [_state("■", status, _ENDED[status]), _elapsed(elapsed_s)]


def _state(mark: str, word: str, role: str) -> Part:
    roles: dict[str, Role] = {"good": "good", "busy": "busy", "bad": "bad"}
    return Part(f"{mark} {word}", roles[role])


def _elapsed(elapsed_s: float | None) -> Part:
    return Part(f" {duration(elapsed_s, 8)} ", "plain")

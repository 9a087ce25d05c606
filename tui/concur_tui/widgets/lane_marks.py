"""From the kind of a stretch to its marks in a track."""

from concur_tui.widgets.lane_track import ODD, PREPARING, TASK

_KINDS = {
    "start-up": PREPARING,
    "warm-up": PREPARING,
    "task": TASK,
    "failed": TASK,
    "lost": TASK,
}


def mark_of(kind: str, number: int) -> int:
    """Those that tell it from its neighbours, `number` being how many there were before.

    Raises `ValueError` for an unknown kind.
    """
    try:
        mark = _KINDS[kind]
    except KeyError:
        raise ValueError(f"kind {kind!r} of a span is none of {', '.join(_KINDS)}") from None
    return mark | (ODD if number % 2 else 0)

"""How long a cell of a lane is at each zoom step, and what it is read from."""

#: Seconds of the buckets that are kept of all that a lane did.
RESOLUTIONS_S = (0.0125, 0.1, 0.8)
_STEPS_A_RESOLUTION = 3
ZOOM_STEPS = 10
DEFAULT_ZOOM = 3

#: Seconds of the cells that are shorter than a bucket, by steps below 0.
_FINE_S = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005)
FINEST_ZOOM = -len(_FINE_S)


def column_s(zoom: int) -> float:
    """Seconds a cell at a zoom step from `FINEST_ZOOM` (0.1 ms) over 0 (12.5 ms) to 9 (6.4 s)."""
    return _FINE_S[zoom] if zoom < 0 else RESOLUTIONS_S[0] * 2.0**zoom


def resolution_of(zoom: int) -> tuple[int, int]:
    """Which of `RESOLUTIONS_S` a zoom step from 0 on is read from, how many buckets a cell is."""
    resolution = min(zoom // _STEPS_A_RESOLUTION, len(RESOLUTIONS_S) - 1)
    return resolution, 2 ** (zoom - resolution * _STEPS_A_RESOLUTION)

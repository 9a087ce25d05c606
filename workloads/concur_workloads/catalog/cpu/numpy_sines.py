"""NumPy, for which a loop over an array is one call."""

from __future__ import annotations

from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

#: Without the mechanisms whose interpreters cannot import NumPy.
_BACKENDS = (
    "serial",
    "threading.Thread",
    "ThreadPoolExecutor",
    "asyncio",
    "multiprocessing.Process",
    "multiprocessing.Pool",
    "ProcessPoolExecutor",
    "joblib",
    "mpire",
    "pebble",
)


def _sines(task: int, settings: Settings) -> float:
    """The mean of squared sines over whole turns, which is a half wherever they begin."""
    import numpy as np

    angles = np.linspace(0.0, 2.0 * np.pi, settings["elements"], endpoint=False)
    angles += task
    squares = np.empty_like(angles)
    total = 0.0
    for _ in range(settings["rounds"]):
        np.sin(angles, out=squares)
        np.square(squares, out=squares)
        total += float(squares.mean())
        angles += 1.0
    mean: float = round(total / settings["rounds"], 6)
    if mean != 0.5:
        raise ValueError(f"the mean of squared sines is {mean}, not 0.5")
    return mean


WORKLOADS = (
    Workload(
        name="numpy",
        title="NumPy sines",
        family="CPU-bound",
        kind="CPU-bound, releases the GIL",
        summary="numpy.sin over an array, again and again: one thread's work, done by NumPy.",
        look_at=(
            "Compare the speed-up of threads with that on plain Python, such as the sum of "
            "squares. Then make the array small and the rounds many: each call goes back to "
            "Python, and the figures show what is left of the gain."
        ),
        parameters=(
            Parameter("elements", 50_000, "how long the array is", 3, 100_000_000),
            Parameter("rounds", 50, "how often a task goes over it", 1, 10_000_000),
        ),
        body=_sines,
        backends=_BACKENDS,
        elsewhere="NumPy cannot be imported in a sub-interpreter",
        smallest={"elements": 10_000, "rounds": 10},
        needs_package="numpy",
    ),
)

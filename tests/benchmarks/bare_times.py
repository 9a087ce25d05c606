"""What bare executors take, each time in a fresh interpreter, isolated as a runner is."""

import importlib.util
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

_PROGRAM = Path(__file__).with_name("bare_executor.py")
_PEERS = ("joblib", "mpire", "pebble")
_PASSES = 3


class BareTimes(NamedTuple):
    """Seconds until the first result, and a task in the median of the passes after that."""

    first_s: float
    task_s: float


def installed_peers() -> list[str]:
    """The libraries beside the standard one that can be measured here."""
    return [name for name in _PEERS if importlib.util.find_spec(name) is not None]


def bare_times(executor: str, *, terms: int, tasks: int, workers: int, chunk: int) -> BareTimes:
    """Measure one executor once."""
    isolation = [] if executor in _PEERS else ["-S"]
    numbers = (str(each) for each in (terms, tasks, _PASSES, workers, chunk))
    done = subprocess.run(
        [sys.executable, "-P", *isolation, str(_PROGRAM), executor, *numbers],
        capture_output=True,
        text=True,
        check=True,
    )
    # Some peers print around what they do.
    found = json.loads(done.stdout.splitlines()[-1])
    return BareTimes(found["first_s"], statistics.median(found["walls_s"]) / tasks)

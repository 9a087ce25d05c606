"""What each fault of the workload `misbehave` does to each backend: one file a backend."""

import importlib
import pkgutil

from faults.consequence import Consequence


def consequences_for(backend: str) -> dict[str, Consequence]:
    """The consequence of each fault; raises AssertionError if no file here has that `BACKEND`."""
    for found in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{found.name}")
        if backend == module.BACKEND:
            table: dict[str, Consequence] = module.CONSEQUENCES
            return table
    raise AssertionError(f"no file in {__name__} says what faults do to {backend}")

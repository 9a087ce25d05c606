"""Tasks of workloads whose fixture is up, called as a worker calls them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from concur_workloads.api import Value
from concur_workloads.catalog.figures import Outcome
from concur_workloads.catalog.here import Here
from concur_workloads.catalog.registry import workload
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import Settings
from support.catalog import NoWaits


@contextmanager
def staged(name: str, **changes: Value) -> Iterator[Settings]:
    """What reaches the only worker, a thread, with the smallest parameters but for `changes`."""
    chosen = workload(name)
    settings: dict[str, Any] = dict(chosen.resolve({**chosen.smallest, **changes}))
    settings["here"] = Here(1, NoWaits())
    if chosen.fixture is None:
        yield settings
        return
    with chosen.fixture(settings, Stage(1, chosen.smallest_tasks, None)) as more:
        yield {**settings, **more}


def outcome_of(name: str, task: int, settings: Settings) -> Outcome:
    """What one task gives: its result, and the figures that it measured if any."""
    given = workload(name).body(task, settings)
    return given if isinstance(given, Outcome) else Outcome(given, {})

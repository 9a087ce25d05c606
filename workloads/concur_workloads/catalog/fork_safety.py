"""Where a task may fork: not in a process that runs other threads."""

from __future__ import annotations

from concur_workloads.parameter import SpecError

#: What tasks of those run in is a process with this one thread.
SINGLE_THREADED = ("serial", "multiprocessing.Process")

WHY = (
    "forking a process that runs several threads copies their locks but not the threads, so that "
    "the child may wait for ever"
)


def refuse_fork_among_threads(parameter: str, value: str, backend: str) -> None:
    """Raise SpecError for "fork" on a backend whose workers are threads."""
    if value == "fork" and backend not in SINGLE_THREADED:
        raise SpecError(parameter, value, f"any other on {backend}, as {WHY}")

"""The functions of one's own that this process has seen, or at least heard of."""

from __future__ import annotations

from concur_workloads.catalog.own.shape import Shape
from concur_workloads.catalog.workload import Workload

_known: dict[str, Workload] = {}


def make_known(seen: Workload) -> None:
    """Have `own_workload` give this one from now on."""
    _known[seen.name] = seen


def is_known(name: str) -> bool:
    """Whether more than the reference is known."""
    return name in _known


def own_workload(name: str) -> Workload:
    """The function that a reference names, or what the reference alone tells; raises SpecError.

    Unless it was imported here, it cannot be called.
    """
    return _known[name] if name in _known else Shape.bare(name).workload()

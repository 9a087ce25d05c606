"""Functions of one's own as workloads: named, found, imported and called."""

from __future__ import annotations

#: The name of the parameter that says what the items are.
ITEMS = "items"


class OwnFunctionError(Exception):
    """Why a function of one's own cannot be had, or its items; one sentence for the person."""


class MissingModuleError(OwnFunctionError):
    """A module that it imports is not there; another Python may have it."""


def is_reference(workload_name: str) -> bool:
    """Whether it names a function of one's own; no workload of the catalogue has a colon."""
    return ":" in workload_name

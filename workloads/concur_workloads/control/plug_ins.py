"""Functions that installed distributions offer as workloads by entry points; imported elsewhere."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cache
from importlib import metadata

from concur_workloads.catalog.own.known import own_workload
from concur_workloads.catalog.own.reference import absolute
from concur_workloads.catalog.workload import Workload
from concur_workloads.control.own_functions import look_at
from concur_workloads.parameter import SpecError

GROUP = "concur_tui.workloads"

#: Each takes a CPU for as long as its import does.
_AT_ONCE = 2


@dataclass(frozen=True)
class PlugIn:
    """One entry point: its name, the function that it names, and whose it is."""

    name: str
    reference: str
    distribution: str


@dataclass(frozen=True)
class SeenPlugIn:
    """A plug-in after a look at it: a workload, or the `problem` that keeps it from being one."""

    plug_in: PlugIn
    workload: Workload | None
    problem: str


@cache
def plug_ins() -> tuple[PlugIn, ...]:
    """Those of all distributions that the Python which runs this has, by name."""
    found = [
        PlugIn(each.name, each.value.partition("[")[0].strip(), each.dist.name if each.dist else "")
        for each in metadata.entry_points(group=GROUP)
    ]
    return tuple(sorted(found, key=lambda each: each.name.casefold()))


async def look_at_plug_ins() -> tuple[SeenPlugIn, ...]:
    """All of them, each imported in a process of its own, so that a broken one harms nobody."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def seen(plug_in: PlugIn) -> SeenPlugIn:
        async with turns:
            try:
                found = await look_at(absolute(plug_in.reference), None)
            except SpecError as error:
                return SeenPlugIn(plug_in, None, str(error))
        if found.problem:
            return SeenPlugIn(plug_in, None, found.problem)
        return SeenPlugIn(plug_in, own_workload(plug_in.reference), "")

    return tuple(await asyncio.gather(*map(seen, plug_ins())))

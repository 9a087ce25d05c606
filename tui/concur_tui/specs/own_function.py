"""A function of one's own as a person names it, made fit for a spec."""

from dataclasses import dataclass
from pathlib import Path

from concur_workloads.api import (
    ITEMS,
    Preflight,
    RunSpec,
    Value,
    absolute_reference,
    default_spec,
    is_reference,
    look_at_function,
    plug_ins,
    workload,
    workloads,
)


@dataclass(frozen=True)
class OwnFunction:
    """A reference with a whole path, and the items that it is called with, empty for none."""

    reference: str
    items: str = ""

    def spec(self, like: RunSpec | None, found: Preflight) -> RunSpec:
        """What runs it, on the same backend and so on as another spec; raises SpecError.

        `found` is what a look at it showed, which says how many tasks the items are.
        """
        usual = default_spec(self.reference)
        takes_items = any(each.name == ITEMS for each in workload(self.reference).parameters)
        parameters: dict[str, Value] = {ITEMS: self.items} if takes_items else {}
        return (like or usual).with_changes(
            workload=self.reference,
            parameters=parameters,
            tasks=found.items or usual.tasks,
            repeats=usual.repeats,
            baseline=usual.baseline,
        )


def own_function(reference: str, items: str = "") -> OwnFunction:
    """What was typed, with whole paths; raises SpecError for what names no function."""
    items = items.strip()
    path = Path(items).expanduser()
    whole = str(path.absolute()) if items and path.is_file() else items
    return OwnFunction(absolute_reference(reference.strip()), whole)


def workload_name(given: str) -> str:
    """The name for a spec: with a whole path, and for a plug-in the function behind it.

    Raises SpecError.
    """
    if is_reference(given):
        return absolute_reference(given)
    if given not in [each.name for each in workloads()]:
        return next((each.reference for each in plug_ins() if each.name == given), given)
    return given


async def look(spec: RunSpec) -> str:
    """Make what a spec runs known, if it is a function of one's own; why it cannot run, or ''."""
    if not is_reference(spec.workload):
        return ""
    items = str(spec.parameters.get(ITEMS, ""))
    return (await look_at_function(spec.workload, spec.interpreter, items)).problem

"""The process that looks at a function of one's own: tries everything, answers with one line."""

from __future__ import annotations

import inspect
import json
import os
import pickle
import sys
from collections.abc import Sequence
from time import monotonic
from typing import Any, NoReturn

from concur_workloads.catalog.own import OwnFunctionError
from concur_workloads.catalog.own.arguments import arguments_of
from concur_workloads.catalog.own.importing import import_function, import_module
from concur_workloads.catalog.own.items import read_items
from concur_workloads.catalog.own.own_workload import about, shape_of
from concur_workloads.catalog.own.reference import Reference, parse_reference
from concur_workloads.isolation import die_with_parent
from concur_workloads.preflight.import_trial import Printed, try_import
from concur_workloads.preflight.second_import import (
    import_in_interpreter,
    import_in_spawned_process,
)
from concur_workloads.runner.guardian import post_guardian

_PICKLE_LIMIT_S = 1.0


def main() -> NoReturn:
    """Look at the function and the items that the arguments name; the answer is facts as JSON.

    The last argument is the process that wants to know.
    """
    name, items, program = sys.argv[1], sys.argv[2], int(sys.argv[3])
    die_with_parent(program)
    # For what the module has started.
    post_guardian(program)
    answer = os.dup(1)
    printed = Printed()
    reference = parse_reference(name)
    facts = try_import(reference)
    facts["printed_lines"], facts["printed"] = printed.take()
    if not facts["problem"]:
        try:
            facts.update(_look(name, reference, items, printed))
        except OwnFunctionError as error:
            facts["problem"] = str(error)
    line = json.dumps(facts) + "\n"
    while line:
        line = line[os.write(answer, line.encode()) :]
    # What the module has started shall not keep us.
    os._exit(0)


def _look(name: str, reference: Reference, items: str, printed: Printed) -> dict[str, Any]:
    function = import_function(reference)
    arguments = arguments_of(function, about(function))
    module = import_module(reference)
    facts: dict[str, Any] = {
        "file": getattr(module, "__file__", None) or "",
        "shape": shape_of(name, function, arguments).to_plain(),
        "unoffered": arguments.unoffered,
        "generator": inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function),
        "function_pickle": _pickling(function),
        "items": None,
        "item_pickle": None,
    }
    if items and not arguments.takes_item:
        raise OwnFunctionError(
            f"{reference.function} takes no item; how often it is called, --tasks says."
        )
    if items:
        found = read_items(items, vars(module))
        facts["items"] = len(found)
        facts["item_pickle"] = _first_unpicklable(found)
    printed.take()
    facts["spawned"] = import_in_spawned_process(name)
    facts["spawned_printed_lines"], _ = printed.take()
    facts["interpreter"] = import_in_interpreter(name)
    return facts


def _pickling(value: object) -> str:
    """Why a value cannot go to another process and back; empty if it can."""
    try:
        pickle.loads(pickle.dumps(value))
    except Exception as error:  # noqa: BLE001 - pickling runs the user's code
        return f"{type(error).__name__}: {error}"
    return ""


def _first_unpicklable(items: Sequence[Any]) -> dict[str, Any] | None:
    """The first item that cannot travel, if any is found in time."""
    if isinstance(items, range):
        return None
    limit = monotonic() + _PICKLE_LIMIT_S
    for at, item in enumerate(items):
        cause = _pickling(item)
        if cause:
            return {"item": at, "cause": cause}
        if monotonic() > limit:
            break
    return None

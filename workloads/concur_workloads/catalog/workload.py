"""What a workload is: a function called once a task, its parameters, and what it is good for."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from concur_workloads.catalog.figures import Figure, Measured
from concur_workloads.catalog.stage import Stage
from concur_workloads.parameter import Parameter, SpecError, Value

#: What a task gets beside its argument: the checked parameters, the fixture's additions, and as
#: `here` its place.
Settings = Mapping[str, Any]

#: The argument that stands for a warm-up task where a task's argument is its number.
WARM_UP_TASK = -1


@dataclass(frozen=True)
class Workload:
    """One thing to run.

    `body` is a module-level function of (argument, settings); its result must depend on these
    alone, so that every backend's can be compared with serial. What it measures itself, its
    `figures`, it returns in an Outcome. The argument is the number of the task, or what `argument`
    makes of it in the runner, which then travels to the worker. `resources` are what its tasks may
    wait for each other for, by the places that they tell. `coroutine` gives the same result
    as `body`, but awaits where that one blocks. `fixture` surrounds the run in the runner and
    yields further settings. A workload without `baseline` makes no sense serially.

    It runs on the named `backends` only, if any are named; `elsewhere` ends the sentence that
    refuses others. It takes `fewest_workers` at least, but serially. The tasks of one that runs
    `together` wait for each other, one on each worker. Workers come in teams of `team`.
    `check` raises SpecError for parameters that make no sense on the backend of that name, and
    `verify` says what is wrong with what a run measured, nothing where it is as it must be. A check
    of the catalogue runs it with the `smallest` parameters.
    """

    name: str
    title: str
    family: str
    kind: str
    summary: str
    look_at: str
    parameters: tuple[Parameter, ...]
    body: Callable[[Any, Settings], object]
    coroutine: Callable[[Any, Settings], Coroutine[Any, Any, object]] | None = None
    argument: Callable[[int, Settings], object] | None = None
    fixture: Callable[[Settings, Stage], AbstractContextManager[dict[str, Any]]] | None = None
    default_tasks: int = 16
    default_repeats: int = 3
    baseline: bool = True
    figures: tuple[Figure, ...] = ()
    resources: tuple[str, ...] = ()
    backends: tuple[str, ...] = ()
    elsewhere: str = ""
    together: bool = False
    team: int = 1
    most_workers: int | None = None
    fewest_workers: int = 1
    check: Callable[[Settings, str], None] | None = None
    verify: Callable[[Mapping[str, Measured], Settings], str] | None = None
    smallest: Mapping[str, Value] = field(default_factory=dict)
    smallest_tasks: int = 4
    needs_package: str = ""

    def resolve(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """All parameters: checked where given, else their defaults; raises SpecError."""
        known = {each.name: each for each in self.parameters}
        for name, value in given.items():
            if name not in known:
                allowed = f"a parameter of {self.name}: {', '.join(known) or 'it has none'}"
                raise SpecError(name, value, allowed)
        return {
            name: parameter.check(given[name]) if name in given else parameter.default
            for name, parameter in known.items()
        }

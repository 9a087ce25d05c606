"""What a program knows of a function of one's own that it never imports: plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from concur_workloads.catalog.own.reference import parse_reference
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

FAMILY = "Your own"

_LOOK_AT = (
    "Compare the speed-up with the on-CPU time of the workers: if together they were on a CPU for "
    "about one wall time, they took turns; if for several, they ran side by side; if for far less, "
    "they waited. The log says what was seen when the function was imported, before the run."
)


@dataclass(frozen=True)
class Shape:
    """How a function looks as a workload; `name` is the reference."""

    name: str
    title: str
    summary: str
    look_at: str
    is_async: bool
    tasks: int
    parameters: tuple[Parameter, ...]

    @classmethod
    def bare(cls, name: str) -> Shape:
        """What the reference alone tells; raises SpecError if it is none."""
        return cls(name, parse_reference(name).title, "", _LOOK_AT, False, 16, ())

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Shape:
        """What `to_plain` gave; raises KeyError or TypeError for anything else."""
        parameters = tuple(
            Parameter(**{**each, "choices": tuple(each["choices"])}) for each in plain["parameters"]
        )
        return cls(**{**plain, "parameters": parameters})

    def to_plain(self) -> dict[str, Any]:
        """The same as values that JSON can hold."""
        return asdict(self)

    def workload(
        self,
        body: Callable[[Any, Settings], object] | None = None,
        **calls: Any,
    ) -> Workload:
        """The workload: with its calls where it can run, without `body` where it never does."""
        if body is None and self.is_async:
            calls["coroutine"] = _never
        return Workload(
            name=self.name,
            title=self.title,
            family=FAMILY,
            kind="your own coroutine" if self.is_async else "your own function",
            summary=self.summary or "A function of your own.",
            look_at=self.look_at or _LOOK_AT,
            parameters=self.parameters,
            body=body or _never,
            default_tasks=self.tasks,
            **calls,
        )


def _never(_item: Any, _settings: Settings) -> Any:
    raise NotImplementedError("a function of one's own is called by runners and workers alone")

"""RunSpec: one experiment as data, loaded from and saved to TOML and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from concur_workloads.parameter import SpecError, Value
from concur_workloads.spec_options import OPTIONS

START_METHODS = ("fork", "spawn", "forkserver")

_INITIALIZER = re.compile(r"[\w.]+:[\w.]+")


@dataclass(frozen=True)
class RunSpec:
    """One experiment: what runs, how, and how often.

    `start_method` is None for backends without one and else one of START_METHODS; `interpreter`
    is the path of the Python that runs it, None for the one that this program runs on; `baseline`
    asks for serial passes to compare with; OPTIONS says what the other fields mean. Raises
    SpecError when a field is out of range.
    """

    workload: str
    parameters: Mapping[str, Value] = field(default_factory=dict)
    backend: str = "threading.Thread"
    workers: int = 2
    tasks: int = 16
    start_method: str | None = None
    chunk_size: int = 1
    warm_up: int = 1
    repeats: int = 3
    timeout_s: float | None = None
    run_timeout_s: float | None = None
    retries: int = 0
    max_tasks_per_child: int | None = None
    queue_bound: int | None = None
    daemon: str = "default"
    pool_method: str = "imap_unordered"
    blocking: str = "default"
    recycle: bool = False
    initializer: str | None = None
    switch_interval_s: float | None = None
    affinity: str = "free"
    niceness: int = 0
    gil: str = "default"
    interpreter: str | None = None
    baseline: bool = True

    def __post_init__(self) -> None:
        for name in ("workload", "backend"):
            _require_text(name, getattr(self, name))
        for name, option in OPTIONS.items():
            object.__setattr__(self, name, option.check(getattr(self, name)))
        if self.initializer is not None and not _INITIALIZER.fullmatch(self.initializer):
            raise SpecError("initializer", self.initializer, "module:function, such as gc:disable")
        if self.start_method is not None and self.start_method not in START_METHODS:
            allowed = "one of " + ", ".join(START_METHODS)
            raise SpecError("start_method", self.start_method, allowed)
        if self.interpreter is not None:
            _require_text("interpreter", self.interpreter)
        if type(self.baseline) is not bool:
            raise SpecError("baseline", self.baseline, "true or false")
        _require_values(self.parameters)
        object.__setattr__(self, "parameters", dict(self.parameters))

    @property
    def has_serial_passes(self) -> bool:
        """Whether serial passes run in between, to compare with."""
        return self.baseline and self.backend != "serial"

    def with_changes(self, **changes: Any) -> RunSpec:
        """A copy with some fields changed, validated again; raises SpecError."""
        return replace(self, **changes)

    def to_dict(self) -> dict[str, Any]:
        """The spec as plain values, with every field present."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: object) -> RunSpec:
        """A spec from plain values; raises SpecError for unknown, missing or unfit fields."""
        known = [each.name for each in fields(cls)]
        if not isinstance(data, Mapping):
            raise SpecError("spec", data, "a table of " + ", ".join(known))
        for name, value in data.items():
            if name not in known:
                raise SpecError(str(name), value, "a field of a spec: " + ", ".join(known))
        if "workload" not in data:
            raise SpecError("workload", None, "the name of a workload")
        return cls(**data)

    def to_json(self) -> str:
        """The spec as a JSON object, indented."""
        return json.dumps(self.to_dict(), indent=2)

    @classmethod
    def from_json(cls, text: str) -> RunSpec:
        """A spec from a JSON object; raises SpecError, also for text that is no JSON."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise SpecError("spec", text, f"valid JSON ({error})") from None
        return cls.from_dict(data)

    def to_toml(self) -> str:
        """The spec as a TOML document; fields that are None are left out, as TOML has no null."""
        # Only the program reads and writes TOML, never the runner, which has no such library.
        import tomli_w

        plain = {name: value for name, value in self.to_dict().items() if value is not None}
        return tomli_w.dumps(plain)

    @classmethod
    def from_toml(cls, text: str) -> RunSpec:
        """A spec from a TOML document (Python 3.11 or later); raises SpecError."""
        import tomllib

        try:
            data = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            raise SpecError("spec", text, f"valid TOML ({error})") from None
        return cls.from_dict(data)


def _require_text(name: str, value: object) -> None:
    if not isinstance(value, str) or not value:
        raise SpecError(name, value, "a non-empty text")


def _require_values(parameters: object) -> None:
    if not isinstance(parameters, Mapping):
        raise SpecError("parameters", parameters, "a table of names and values")
    for name, value in parameters.items():
        if not isinstance(name, str):
            raise SpecError("parameters", name, "names that are text")
        if not isinstance(value, int | float | str | bool):
            raise SpecError(name, value, "a number, a text or true/false")

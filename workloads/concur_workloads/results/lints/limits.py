"""The limits at which lints speak, as far as a person has set them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from concur_workloads.parameter import Parameter

#: How much one of each unit is of what results are measured in: seconds, bytes, shares, factors.
_ONE = {"%": 0.01, "ms": 1e-3, "x": 1.0, "MiB": 2.0**20}


def percentage(name: str, default: float, about: str) -> Parameter:
    """A limit that is a share."""
    return Parameter(name, default, about, 0.1, 100.0, unit="%")


def milliseconds(name: str, default: float, about: str) -> Parameter:
    """A limit that is a time."""
    return Parameter(name, default, about, 0.001, 60_000.0, unit="ms")


def factor(name: str, default: float, about: str, *, least: float = 1.0) -> Parameter:
    """A limit that says how many times as much one thing is as another."""
    return Parameter(name, default, about, least, 10_000.0, unit="x")


@dataclass(frozen=True)
class Limits:
    """Those that are set, each in its own unit; the others are at their defaults."""

    given: Mapping[Parameter, float] = field(default_factory=dict)

    def __getitem__(self, limit: Parameter) -> float:
        """What is in force, in seconds or bytes, as a share or a factor."""
        return self.shown(limit) * _ONE[limit.unit]

    def shown(self, limit: Parameter) -> float:
        """What is in force, in the unit of the limit."""
        return self.given.get(limit, float(limit.default))

    def changed(self, among: Iterable[Parameter]) -> list[Parameter]:
        """Those that are not at their defaults."""
        return [limit for limit in among if self.shown(limit) != limit.default]


DEFAULT_LIMITS = Limits()

"""One typed, bounded setting of a workload, and how text from a person becomes its value."""

from __future__ import annotations

import math
from dataclasses import dataclass

Value = int | float | str | bool

#: Whole numbers may be typed as they are shown, with groups of three digits.
_GROUPING = str.maketrans("", "", "_, ")

_BOOLEANS = {"true": True, "yes": True, "on": True, "1": True} | {
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}


class SpecError(ValueError):
    """A field of a spec that cannot be accepted; its text is one sentence for the person.

    Attributes: `field` (its name), `value` (what was given), `allowed` (what would be accepted).
    """

    def __init__(self, field: str, value: object, allowed: str) -> None:
        self.field = field
        self.value = value
        self.allowed = allowed
        super().__init__(f"{field}: {_shown(value)} is not accepted; allowed is {allowed}.")


def _plain(bound: float) -> str:
    return f"{int(bound):,}" if bound == int(bound) else f"{bound:,}"


def _shown(value: object) -> str:
    try:
        text = repr(value)
    except ValueError:
        # Python refuses to write out numbers of very many digits.
        return "a number that is too large"
    return text if len(text) <= 80 else f"{text[:77]}..."


@dataclass(frozen=True)
class Parameter:
    """A setting that a workload offers: its type is that of `default`, its range is inclusive."""

    name: str
    default: Value
    help: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    unit: str = ""

    @property
    def type_name(self) -> str:
        """The type in a person's words."""
        if self.choices:
            return "choice"
        return {bool: "yes or no", int: "whole number", float: "number", str: "text"}[
            type(self.default)
        ]

    @property
    def allowed(self) -> str:
        """What is accepted, as the end of a sentence."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        unit = f" {self.unit}" if self.unit else ""
        if self.minimum is not None and self.maximum is not None:
            return f"a {self.type_name} from {_plain(self.minimum)} to {_plain(self.maximum)}{unit}"
        return f"a {self.type_name}{unit}"

    def parse(self, text: str) -> Value:
        """Turn what a person typed into a checked value; raises SpecError."""
        cleaned = text.strip()
        kind = type(self.default)
        try:
            if kind is bool:
                return self.check(_BOOLEANS[cleaned.lower()])
            if kind is int:
                return self.check(int(cleaned.translate(_GROUPING)))
            if kind is float:
                return self.check(float(cleaned))
        except (KeyError, ValueError) as error:
            if isinstance(error, SpecError):
                raise
            raise SpecError(self.name, text, self.allowed) from None
        return self.check(cleaned)

    def check(self, value: object) -> Value:
        """Return `value` if it has the parameter's type and lies in its range; raises SpecError."""
        kind = type(self.default)
        if kind is float and type(value) is int and self._in_range(value):
            value = float(value)
        if type(value) is not kind or not isinstance(value, int | float | str):
            raise SpecError(self.name, value, self.allowed)
        if self.choices and value not in self.choices:
            raise SpecError(self.name, value, self.allowed)
        if isinstance(value, int | float) and not self._in_range(value):
            raise SpecError(self.name, value, self.allowed)
        return value

    def _in_range(self, value: float) -> bool:
        """False also for a value that is no number."""
        lowest = -math.inf if self.minimum is None else self.minimum
        highest = math.inf if self.maximum is None else self.maximum
        return lowest <= value <= highest

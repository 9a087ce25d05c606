"""Figures in the sentences that results are told with."""

from __future__ import annotations

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))


def seconds(value: float) -> str:
    """A time with its unit: 1.2 s, 34 ms, 5.6 µs."""
    scale, unit = next((pair for pair in _UNITS if value >= pair[0]), _UNITS[-1])
    return f"{value / scale:.3g} {unit}"


def percent(share: float) -> str:
    """A share, 1 being the whole, in percent: 26 %, 0.5 %."""
    return f"{100 * share:.0f} %" if share >= 0.1 else f"{100 * share:.2g} %"

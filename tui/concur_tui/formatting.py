"""Numbers as the screen shows them: three significant figures, a unit, one width per kind.

Every function takes `None` (or NaN) for a value that was not measured and shows it as `-`.
`width` right-aligns the text, so that a changing number does not move its neighbours.
"""

import math

NOT_MEASURED = "-"
_SECONDS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
_BINARY_PREFIXES = ("", "Ki", "Mi", "Gi", "Ti", "Pi")
_DECIMAL_PREFIXES = ("", "k", "M", "G", "T", "P")


def significant(value: float | None, width: int = 0) -> str:
    """Three significant figures in positional notation: 1.23, 12.3, 123, 1230."""
    if value is None or math.isnan(value):
        return NOT_MEASURED.rjust(width)
    if math.isinf(value):
        return str(value).rjust(width)
    if value == 0:
        return "0".rjust(width)
    rounded = float(f"{value:.3g}")
    decimals = max(0, min(6, 2 - math.floor(math.log10(abs(rounded)))))
    return f"{rounded:.{decimals}f}".rjust(width)


def seconds(value: float | None, width: int = 0) -> str:
    """A time in seconds, in the unit that keeps it readable: 1.23 s, 45.6 ms, 789 µs."""
    if value is None or not math.isfinite(value):
        return significant(value, width)
    if value == 0:
        return "0 s".rjust(width)
    rounded = abs(float(f"{value:.3g}"))
    scale, unit = next((pair for pair in _SECONDS if rounded >= pair[0]), _SECONDS[-1])
    return f"{significant(value / scale)} {unit}".rjust(width)


def duration(value: float | None, width: int = 0) -> str:
    """A time that people wait for, in seconds: 3.2 s, 1 min 05 s, 2 h 03 min."""
    if value is None or not math.isfinite(value):
        return significant(value, width)
    if value < 59.95:
        return f"{value:.1f} s".rjust(width)
    whole = round(value)
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s".rjust(width)
    minutes = round(value / 60)
    return f"{minutes // 60} h {minutes % 60:02d} min".rjust(width)


def _prefixed(value: float, base: int, prefixes: tuple[str, ...]) -> tuple[float, str]:
    step = 0
    while step < len(prefixes) - 1 and abs(float(f"{value / base**step:.3g}")) >= 1000:
        step += 1
    return value / base**step, prefixes[step]


def byte_size(value: float | None, width: int = 0) -> str:
    """A number of bytes with a binary prefix: 512 B, 1.50 KiB, 21.3 MiB."""
    if value is None or not math.isfinite(value):
        return significant(value, width)
    if abs(value) < 1000:
        return f"{value:.0f} B".rjust(width)
    scaled, prefix = _prefixed(value, 1024, _BINARY_PREFIXES)
    return f"{significant(scaled)} {prefix}B".rjust(width)


def compact(value: float | None, width: int = 0) -> str:
    """A number with a decimal prefix, short enough for an axis: 0.5, 20, 1.5k, 2M."""
    if value is None or not math.isfinite(value):
        return significant(value, width)
    scaled, prefix = _prefixed(value, 1000, _DECIMAL_PREFIXES)
    return f"{float(f'{scaled:.3g}'):g}{prefix}".rjust(width)


def rate(value: float | None, of: str, width: int = 0) -> str:
    """Events a second, `of` naming the event in the singular: 12.1 task/s, 1.50k task/s."""
    if value is None or not math.isfinite(value):
        return f"{significant(value)} {of}/s".rjust(width)
    scaled, prefix = _prefixed(value, 1000, _DECIMAL_PREFIXES)
    return f"{significant(scaled)}{prefix} {of}/s".rjust(width)


def percent(share: float | None, width: int = 0) -> str:
    """A share (1.0 is the whole) in percent: 26.4 %, 100 %, 173 %."""
    return f"{significant(None if share is None else share * 100)} %".rjust(width)


def count(value: int | None, width: int = 0) -> str:
    """A whole number in full, its thousands set apart by one cell: 1 000 000."""
    if value is None:
        return NOT_MEASURED.rjust(width)
    return f"{value:,}".replace(",", " ").rjust(width)


def counted(value: int, what: str) -> str:
    """A count and what it counts, `what` in the singular: 1 pass, 5 passes, 1 000 tasks."""
    ending = "" if value == 1 else "es" if what.endswith("s") else "s"
    return f"{count(value)} {what}{ending}"

"""The table as text."""

from collections.abc import Mapping, Sequence

from benchmarks.measured import Measured

_HEADINGS = ("", "figure", "spread", "n", "set beside", "figure", "ratio (95 %)", "target", "")


def table(rows: Sequence[Measured], facts: Mapping[str, str]) -> str:
    """Facts, then the rows under a heading a group; the spread is the lowest and the highest."""
    lines = [f"{name:<8} {value}" for name, value in facts.items()]
    cells = [_HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines += ["", _line(_HEADINGS, widths)]
    group = ""
    for row, texts in zip(rows, cells[1:], strict=True):
        if row.group != group:
            group = row.group
            lines += ["", group]
        lines.append(_line(texts, widths))
    return "\n".join(line.rstrip() for line in lines)


def _line(texts: Sequence[str], widths: Sequence[int]) -> str:
    left_aligned = {0, 4, 8}
    return "  ".join(
        text.ljust(width) if column in left_aligned else text.rjust(width)
        for column, (text, width) in enumerate(zip(texts, widths, strict=True))
    )


def _cells(row: Measured) -> tuple[str, ...]:
    ratio, target, beside = row.ratio, row.target, row.beside_figure
    goal = ""
    if target is not None:
        goal = f"<= {target.at_most:g}" + (" x" if target.of == "ratio" else f" {row.unit}")
    interval = ""
    if ratio is not None:
        interval = f"{ratio.value:.3f}"
        if ratio.low is not None and ratio.high is not None:
            interval += f" ({ratio.low:.3f} to {ratio.high:.3f})"
    lowest, highest = min(row.values), max(row.values)
    return (
        f"  {row.what}",
        f"{_figure(row.figure)} {row.unit}",
        "" if len(row.values) == 1 else f"{_figure(lowest)} to {_figure(highest)}",
        str(len(row.values)),
        row.beside,
        "" if beside is None else f"{_figure(beside)} {row.unit}",
        interval,
        goal,
        row.verdict,
    )


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:#.3g}".rstrip(".")

"""What a search for the break-even found, in words, for a shell and for the screen."""

from collections.abc import Sequence

from concur_tui.formatting import count, counted, seconds
from concur_workloads.api import BreakEvenLine, BreakEvenPoint, Work


def work_words(work: Work) -> str:
    """What the tasks do with the GIL."""
    return f"GIL {work}"


def short_break_even(line: BreakEvenLine) -> str:
    """The break-even as a figure, or what is known of it; empty where that is nothing."""
    win = line.smallest_win
    if win is None:
        return "not shown" if line.settled else ""
    if line.largest_loss and line.settled:
        return seconds(win.size_s)
    return f"<= {seconds(win.size_s)}"


def found(line: BreakEvenLine) -> str:
    """The break-even as the end of a sentence about the mechanism, which has points."""
    return _edge(line) if line.settled else f"{_edge(line)} (there is more to measure)"


def _edge(line: BreakEvenLine) -> str:
    win, loss = line.smallest_win, line.largest_loss
    if win is None:
        largest = seconds(line.points[-1].size_s)
        return f"is not shown to beat serial with tasks of up to {largest}, the largest measured"
    if loss is None:
        return f"beats serial with tasks of {seconds(win.size_s)} already, the smallest measured"
    return (
        f"beats serial with tasks of {seconds(win.size_s)} and more, "
        f"which is not shown with tasks of {seconds(loss.size_s)}"
    )


def noise_note(lines: Sequence[BreakEvenLine]) -> str:
    """That the machine was not quiet, with the evidence; empty if it was."""
    points = [point for line in lines for point in line.points]
    noisy = sum(point.noisy for point in points)
    if not noisy:
        return ""
    return (
        f"Noisy machine: for {count(noisy)} of {counted(len(points), 'point')} serial passes over "
        "the same tasks took unlike times. Search again when it is quiet."
    )


def speedup_cell(point: BreakEvenPoint) -> str:
    """The speed-up, with a star where it beats serial."""
    if point.speedup is None:
        return "-"
    return f"{point.speedup.value:.2f}{'*' if point.wins else ' '}"


def speedup_with_interval(point: BreakEvenPoint) -> str:
    """The speed-up and its interval, with a star where it beats serial."""
    ratio = point.speedup
    if ratio is None or ratio.low is None or ratio.high is None:
        return speedup_cell(point)
    mark = "*" if point.wins else " "
    return f"{ratio.value:.2f} ({ratio.low:.2f}-{ratio.high:.2f}){mark}"

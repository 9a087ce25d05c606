"""What a search for the break-even found, in words, for a shell and for the screen."""

from collections import Counter
from collections.abc import Iterator, Sequence

from concur_tui.formatting import count, counted, seconds
from concur_tui.trust_words import doubt_sign, trust_phrase
from concur_workloads.api import NOISY_MACHINE, BreakEvenLine, BreakEvenPoint, Work


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


def doubt_note(lines: Sequence[BreakEvenLine]) -> str:
    """How many points are not good, and what their signs mean; empty if all are."""
    points = [point for line in lines for point in line.points]
    badges = Counter(point.trust.badge for point in points if point.trust is not None)
    noisy, unbelieved = badges["noisy"], badges["not trustworthy"]
    if not noisy and not unbelieved:
        return ""
    told = [f"{count(noisy)} noisy (~)"] if noisy else []
    told += [f"{count(unbelieved)} not trustworthy (!)"] if unbelieved else []
    reasons = [each for point in points if point.trust is not None for each in point.trust.reasons]
    others = any(each.lint == NOISY_MACHINE for each in reasons)
    advice = " Search again when the machine is quiet." if others else ""
    return f"Of {counted(len(points), 'point')}, {' and '.join(told)}.{advice}"


def doubts(line: BreakEvenLine) -> Iterator[str]:
    """Of each point that is not good, why."""
    for point in line.points:
        if point.trust is not None and point.trust.reasons:
            yield f"{seconds(point.size_s)}: {trust_phrase(point.trust)}"


def speedup_cell(point: BreakEvenPoint) -> str:
    """The speed-up, with a star where it beats serial and a sign where it is not good."""
    if point.speedup is None:
        return "-"
    return f"{point.speedup.value:.2f}{_marks(point)}"


def speedup_with_interval(point: BreakEvenPoint) -> str:
    """The speed-up and its interval, with the same marks."""
    ratio = point.speedup
    if ratio is None or ratio.low is None or ratio.high is None:
        return speedup_cell(point)
    return f"{ratio.value:.2f} ({ratio.low:.2f}-{ratio.high:.2f}){_marks(point)}"


def _marks(point: BreakEvenPoint) -> str:
    return f"{'*' if point.wins else ' '}{doubt_sign(point.trust)}"

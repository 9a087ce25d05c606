"""The title of the resources: how long tasks take, and what is amiss, as far as there is room."""

from itertools import product

from textual.content import Content

from concur_tui.formatting import counted, seconds
from concur_tui.screens.workbench.resource_words import OLD_S
from concur_workloads.api import Latency, Throttling

_TIME_WIDTH = 7
_PERCENTILES = ("p50", "p95", "p99")
_PANE = "3 Resources and workers"

Times = tuple[str, str, str]
"""What a title may say of the tasks: all, less, nothing."""


def task_times(latency: Latency | None, missed_records: int) -> Times:
    """How long tasks take."""
    # The latency lacks those that were missed, as the summary of a run says, too.
    whose = "recorded tasks" if missed_records else "task"
    times = {name: seconds(getattr(latency, name, None), _TIME_WIDTH) for name in _PERCENTILES}
    shown = [f"{name} {time}" for name, time in times.items()]
    return f"{whose} {' '.join(shown)}", f"{whose} {shown[0]} {shown[-1]}", ""


def title(
    refresh: str,
    times: Times,
    throttling: Throttling | None,
    *,
    held: bool,
    room: int,
    rates_age_s: float = 0.0,
) -> str:
    """The title of the pane, as markup: how often it is brought up to date, and what is amiss.

    It says as much of that as fits into `room` cells.
    """
    alarm = brief = ""
    if throttling is not None and throttling.times:
        alarm = f"[b]throttled {counted(throttling.times, 'time')}[/b]"
        brief = "[b]throttled[/b]"
    age = f"switches, I/O of {rates_age_s:.0f} s ago" if rates_age_s >= OLD_S else ""
    hold = "[reverse] held [/reverse] f goes on" if held else ""
    all_times, some, none = times
    choices = ((all_times, alarm), (some, alarm), (some, brief), (none, alarm), (none, brief))
    made = ""
    for old, what, rate in product((age, ""), choices, (refresh, "")):
        # What comes and goes stands last, so that nothing moves aside for it.
        made = " · ".join(filter(None, [_PANE, rate, *what, old, hold]))
        if Content.from_markup(made).cell_length <= room:
            break
    return made


def rate_words(period_s: float) -> str:
    """How often something happens: 5 Hz, every 2 s."""
    return f"{1 / period_s:.3g} Hz" if period_s <= 1 else f"every {period_s:g} s"

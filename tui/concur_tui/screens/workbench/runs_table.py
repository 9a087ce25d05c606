"""The last runs, newest first, to compare by eye."""

from collections import deque

from rich.console import JustifyMethod
from rich.text import Text
from textual.widgets import DataTable

from concur_tui.formatting import count, seconds, significant
from concur_workloads.api import RunResult, is_reference, workload

KEPT_RUNS = 50
_COLUMNS = (
    ("workload", 15),
    ("backend x workers", 28),
    ("start", 10),
    ("wall", 8),
    ("speed-up", 15),
)
_JUSTIFY: dict[str, JustifyMethod] = {"wall": "right", "speed-up": "right"}


def speed_up_text(result: RunResult) -> str:
    """The speed-up with its 95 % interval, or why there is none."""
    ratio = result.speedup
    if result.status != "completed":
        return result.status
    if ratio is None:
        return "-"
    if ratio.low is None or ratio.high is None:
        return _figure(ratio.value)
    return f"{_figure(ratio.value)} {_figure(ratio.low)}-{_figure(ratio.high)}"


def _figure(ratio: float) -> str:
    """In four cells, from 0.01 to 9999, so that the column never twitches."""
    return f"{ratio:.2f}" if ratio < 9.995 else significant(ratio)


def row(result: RunResult) -> tuple[str, ...]:
    """The cells of one run, in the order of the columns."""
    spec = result.spec
    return (
        _name(spec.workload),
        f"{spec.backend} x {count(spec.workers)}",
        spec.start_method or "",
        seconds(result.wall_s),
        speed_up_text(result),
    )


def _name(workload_name: str) -> str:
    """The end of a path says more than its beginning, for which there is room."""
    return workload(workload_name).title if is_reference(workload_name) else workload_name


class RunsTable(DataTable[Text]):
    """Keeps the last 50 runs."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, cursor_type="row", zebra_stripes=False, cell_padding=0)
        self._results: deque[RunResult] = deque(maxlen=KEPT_RUNS)

    def on_mount(self) -> None:
        """Make the columns, whose widths never change."""
        for name, width in _COLUMNS:
            self.add_column(_cell(name, name), width=width, key=name)

    def add(self, result: RunResult) -> None:
        """Put a run on top."""
        self._results.appendleft(result)
        self.clear()
        for each in self._results:
            cells = zip(_COLUMNS, row(each), strict=True)
            self.add_row(*(_cell(name, text) for (name, _), text in cells))


def _cell(column: str, text: str) -> Text:
    return Text(text, justify=_JUSTIFY.get(column, "left"), no_wrap=True, overflow="ellipsis")

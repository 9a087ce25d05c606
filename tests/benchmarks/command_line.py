"""What `table.py` can be asked for."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence

from benchmarks import (
    bytes_written,
    first_paint,
    idle,
    key_to_paint,
    machine,
    recorder_cost,
    task_cost,
)
from benchmarks.effort import FULL, QUICK, Effort
from benchmarks.layout import table
from benchmarks.measured import Measured

BENCHMARKS: dict[str, Callable[[Effort], Iterator[Measured]]] = {
    "task-cost": task_cost.measure,
    "first-paint": first_paint.measure,
    "key-to-paint": key_to_paint.measure,
    "idle": idle.measure,
    "bytes-written": bytes_written.measure,
    "recorder": recorder_cost.measure,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or JSON; 1 if a target was missed, 0 otherwise."""
    parser = argparse.ArgumentParser(
        prog="table.py", description="Measure what concur-tui costs, and print one table."
    )
    parser.add_argument(
        "names", nargs="*", metavar="BENCHMARK", help=f"of {', '.join(BENCHMARKS)}; all if none"
    )
    parser.add_argument("--quick", action="store_true", help="see that it works, conclude nothing")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(BENCHMARKS))
    if unknown:
        parser.error(f"{unknown[0]!r} is no benchmark; there are {', '.join(BENCHMARKS)}")
    facts = machine.describe()
    rows: list[Measured] = []
    for name in options.names or BENCHMARKS:
        print(f"measuring {name} ...", file=sys.stderr)
        rows.extend(BENCHMARKS[name](QUICK if options.quick else FULL))
    if options.json:
        print(json.dumps({**facts, "rows": [row.to_dict() for row in rows]}, indent=2))
    else:
        print(table(rows, facts))
    return 1 if any(row.verdict == "missed" for row in rows) else 0

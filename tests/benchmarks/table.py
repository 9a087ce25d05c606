"""Measure everything, side by side in one run, and print one table: `python table.py --help`."""

import argparse
import sys
import time
import traceback
from pathlib import Path

# Run as a file, Python looks beside it only.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import (
    control_blocks,
    cost_per_task,
    creation,
    first_paint,
    first_result,
    idle,
    key_to_paint,
    observer,
    recorder,
    recorder_throughput,
    screen,
    traffic,
)
from benchmarks.report import as_json, as_table
from benchmarks.row import Row
from benchmarks.surroundings import forget_settings, load, machine

_BENCHMARKS = {
    "cost-per-task": cost_per_task.measure,
    "first-result": first_result.measure,
    "creation": creation.measure,
    "recorder": recorder.measure,
    "recorder-throughput": recorder_throughput.measure,
    "control-blocks": control_blocks.measure,
    "observer": observer.measure,
    "first-paint": first_paint.measure,
    "key-to-paint": key_to_paint.measure,
    "idle": idle.measure,
    "traffic": traffic.measure,
    "screen": screen.measure,
}

_LEGEND = """\
Measured: the median of n repeats with its quartiles. Ratio: the geometric mean of the pairs, which
took turns, with its 95 % interval. Met: yes or no only if the whole spread or interval says so."""


def main() -> None:
    """Print the table; what is being measured is told on standard error."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0] + ".")
    parser.add_argument("--quick", action="store_true", help="try every benchmark, briefly")
    parser.add_argument("--json", action="store_true", help="for other programs")
    parser.add_argument("--only", choices=_BENCHMARKS, help="one of the benchmarks")
    options = parser.parse_args()
    forget_settings()
    about = {"machine": machine(), "load_before": load()}
    started = time.monotonic()
    rows: list[Row] = []
    broken = []
    for name, measure in _BENCHMARKS.items():
        if options.only in (None, name):
            print(f"{name} ...", file=sys.stderr, flush=True)
            try:
                rows.extend(measure(quick=options.quick))
            except Exception:  # noqa: BLE001 - what took minutes to measure must not be lost with it
                broken.append(name)
                traceback.print_exc()
    about |= {"load_after": load(), "took": f"{time.monotonic() - started:.0f} s"}
    if options.json:
        print(as_json(rows, about))
        sys.exit(bool(broken))
    print(about["machine"])
    print(f"load {about['load_before']} before, {about['load_after']} after {about['took']}")
    print(f"\n{as_table(rows)}\n\n{_LEGEND}")
    sys.exit(f"broken, see above: {', '.join(broken)}" if broken else 0)


if __name__ == "__main__":
    main()

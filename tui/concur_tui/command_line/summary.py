"""A result as a person reads it at the end of `concur-tui run`."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from shutil import get_terminal_size

from concur_tui.budget_rows import budget_sentence, budget_table
from concur_tui.command_line.gil_strip import gil_strip
from concur_tui.figure_words import all_of
from concur_tui.formatting import count, counted, percent, rate, seconds, significant
from concur_tui.gil_use_words import gil_sentence
from concur_tui.lint_words import limits_text, untold_reasons
from concur_tui.specs.claims import claim_sentence
from concur_workloads.api import (
    LIMITS,
    NOTHING_SET,
    Environment,
    Latency,
    LintFinding,
    LintSettings,
    MachineConditions,
    Ratio,
    RunResult,
    WorkerResult,
    findings,
    sentence,
    trust,
)

_MEGABYTE = 1_000_000
_MOST_WORKERS = 32
_MOST_FAILURES = 10

#: Columns and rows where the summary goes to a file or a pipe.
_NO_TERMINAL = (120, 24)


def summary(
    result: RunResult, lints: LintSettings = NOTHING_SET, *, with_budget: bool = False
) -> str:
    """Figures, workers and what they mean, as lines of text; nothing of lints that are silenced.

    Where the time of the workers went comes as a table on demand.
    """
    found = findings(result, lints)
    lines = [
        _title(result),
        *_figures(result, found),
        *_own_cost(result.machine),
        *_limits(lints),
        "",
        *_workers(result.workers),
        *(_budget(result) if with_budget else ()),
        *_failures(result),
        *_found(found),
        *filter(None, [claim_sentence(result)]),
        sentence(result),
    ]
    return "\n".join(lines) + "\n"


def _title(result: RunResult) -> str:
    spec, environment = result.spec, result.environment
    how = f"{spec.backend} x {spec.workers}"
    if spec.start_method:
        how += f" ({spec.start_method})"
    parts = [spec.workload, how, f"{count(spec.tasks)} tasks"]
    if environment is not None:
        parts.append(f"{environment.implementation} {environment.python} ({_gil(environment)})")
    return " · ".join(parts)


def _gil(environment: Environment) -> str:
    if not environment.gil:
        return "no GIL"
    return "GIL" if environment.gil_at_start else "GIL, turned on by an import"


def _figures(result: RunResult, found: Sequence[LintFinding]) -> Iterator[str]:
    yield _line("status", result.status)
    believed = trust(result)
    if believed is not None:
        yield _line("trust", believed.badge, *untold_reasons(result, found))
    serial = f"serial {seconds(result.serial_wall_s)}" if result.serial_wall_s else ""
    yield _line("wall time", seconds(result.wall_s), serial)
    yield _line("throughput", rate(result.throughput_per_s, "task"))
    if result.speedup is not None:
        yield _line("speed-up", f"{significant(result.speedup.value)} x", _interval(result.speedup))
        yield _line("efficiency", percent(result.efficiency), "speed-up per worker")
    if result.latency is not None:
        yield _line("task latency", *_percentiles(result.latency), _coverage(result))
    if result.loop_lag is not None:
        yield _line("loop lag", *_percentiles(result.loop_lag))
    missed = result.dropped_records
    for reading in result.figures:
        yield _line(reading.figure.name, *all_of(reading, missed))
    for reading in result.serial_figures:
        yield _line(reading.figure.name, *all_of(reading, missed), "serial passes")
    phases = result.phases
    yield _line(
        "phases",
        f"runner {seconds(phases.runner)}",
        f"start-up {seconds(phases.startup)}",
        f"warm-up {seconds(phases.warm_up)}",
        f"work {seconds(phases.work)}",
        f"shut-down {seconds(phases.shutdown)}",
    )
    if result.budget is not None:
        yield _line("time went to", budget_sentence(result.budget))
    yield _line("dispatch", f"{seconds(phases.dispatch)} a task")
    if result.checksum:
        yield _line("checksum", result.checksum, _agreement(result))
    if result.dropped_records:
        yield _line(
            "not recorded",
            f"{count(result.dropped_records)} records: latency and figures lack them",
        )


def _own_cost(machine: MachineConditions | None) -> Iterator[str]:
    if machine is None or machine.watched_s <= 0:
        return
    used = f"itself {100 * machine.own_cpu_s / machine.watched_s:.1f} % CPU during passes"
    yield _line("concur-tui", used, f"RSS {machine.own_resident_bytes / _MEGABYTE:.0f} MB")


def _limits(lints: LintSettings) -> Iterator[str]:
    changed = limits_text(lints.limits, LIMITS.values())
    if changed:
        yield _line("lint limits", changed)


def _coverage(result: RunResult) -> str:
    """Of how many tasks the latency is, where it is not of all that gave a result."""
    ended = sum(each.tasks - each.failed for each in result.workers)
    if result.latency_tasks == ended:
        return ""
    return f"over {count(result.latency_tasks)} of {count(ended)} tasks"


def _percentiles(times: Latency) -> Iterator[str]:
    for each in fields(times):
        yield f"{each.name} {seconds(getattr(times, each.name))}"


def _line(name: str, *values: str) -> str:
    return f"  {name:<13} {'   '.join(value for value in values if value)}"


def _interval(speedup: Ratio) -> str:
    if speedup.low is None or speedup.high is None:
        return "one pair of passes, so no interval"
    low, high = significant(speedup.low), significant(speedup.high)
    return f"95 % interval {low} to {high}, {speedup.pairs} pairs"


def _agreement(result: RunResult) -> str:
    if result.checksum_matches is None:
        return ""
    return "same as serial" if result.checksum_matches else "DIFFERS from serial"


def _workers(workers: tuple[WorkerResult, ...]) -> Iterator[str]:
    if not workers:
        return
    yield "  worker     pid   tasks   failed   share       busy     on CPU   exit"
    for each in workers[:_MOST_WORKERS]:
        exit_code = "" if each.exit is None else str(each.exit)
        yield (
            f"  {each.id:>6} {each.pid:>7} {each.tasks:>7} {each.failed:>8} "
            f"{percent(each.share, 7)} {seconds(each.busy_s, 10)} {seconds(each.on_cpu_s, 10)} "
            f"{exit_code:>6}"
        ).rstrip()
    if len(workers) > _MOST_WORKERS:
        yield f"  and {len(workers) - _MOST_WORKERS} more workers"
    yield ""


def _budget(result: RunResult) -> Iterator[str]:
    if result.budget is None:
        yield "  where time went: the workers were not watched"
    else:
        workers = {each.id: each.budget for each in result.workers if each.budget is not None}
        yield from budget_table(result.budget, workers, get_terminal_size(_NO_TERMINAL).columns)
        unwatched = len(result.workers) - len(workers)
        if unwatched:
            yield f"  left out: {counted(unwatched, 'worker')}, not watched"
    yield ""
    said = gil_sentence(result.gil_use, result.gil_lane)
    if said:
        yield f"  {said}"
        yield from gil_strip(result.gil_lane)
        yield ""


def _failures(result: RunResult) -> Iterator[str]:
    shown = result.failures[:_MOST_FAILURES]
    for each in shown:
        where = f" in worker {each.worker}" if each.worker is not None else ""
        yield f"  task {each.task}{where} failed: {each.cause}"
    if result.failures_in_all > len(shown):
        yield f"  and {count(result.failures_in_all - len(shown))} more failures"
    if shown:
        yield ""


def _found(found: Sequence[LintFinding]) -> Iterator[str]:
    for each in found:
        yield f"  {each.lint}: {each.sentence}"
        yield f"    {each.advice}"
    if found:
        yield ""

"""Runs each experiment at its smallest on each backend that it claims, and looks at the outcome."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from concur_workloads.backends.backend_info import BackendInfo
from concur_workloads.backends.registry import backend, backends
from concur_workloads.catalog.registry import workload, workloads
from concur_workloads.catalog.workload import Workload
from concur_workloads.control.checks import missing_package, prepare
from concur_workloads.control.experiment import Experiment
from concur_workloads.observer.cpus import usable_cpus
from concur_workloads.parameter import SpecError
from concur_workloads.results.catalog_check import (
    CheckResult,
    CheckRow,
    CheckSnapshot,
    Verdict,
    compared_with_serial,
    judged,
)
from concur_workloads.results.run_result import RunResult, Status
from concur_workloads.results.snapshot import LogEntry
from concur_workloads.spec import RunSpec

_WORKERS = 2
_TIMEOUT_S = 30.0

#: Fields in which a workload may be refused on a backend that it does not exclude by name.
_NOT_HERE = ("backend", "workload", "workers")


def planned_checks(
    names: Sequence[str] = (), backend_names: Sequence[str] = ()
) -> tuple[CheckRow, ...]:
    """A row for each workload and each backend that it claims, all unless named.

    Raises SpecError for a name that nothing has, and if nothing of what is named fits together.
    """
    chosen = [workload(name) for name in dict.fromkeys(names)] if names else workloads()
    infos = [backend(name) for name in backend_names] if backend_names else backends()
    rows = tuple(
        _planned(each, info)
        for each in chosen
        for info in dict.fromkeys(infos)
        if not each.backends or info.name in each.backends
    )
    if not rows:
        claimed = dict.fromkeys(name for each in chosen for name in each.backends)
        raise SpecError("backends", ", ".join(backend_names), "one of " + ", ".join(claimed))
    return rows


def _planned(chosen: Workload, info: BackendInfo) -> CheckRow:
    missing = info.unavailable or missing_package(chosen, None)
    if missing:
        return CheckRow(chosen.name, chosen.family, info.name, None, "unavailable", missing)
    several = max(_WORKERS, chosen.fewest_workers, chosen.team)
    workers = info.most_workers or several
    try:
        spec = prepare(
            RunSpec(
                chosen.name,
                dict(chosen.smallest),
                backend=info.name,
                workers=workers,
                # The same on all, as results are compared.
                tasks=-(-chosen.smallest_tasks // several) * several,
                repeats=1,
                baseline=False,
                timeout_s=_TIMEOUT_S,
            )
        )
    except SpecError as error:
        # Anything else would be a fault of the catalogue.
        verdict: Verdict = "unavailable" if error.field in _NOT_HERE else "wrong"
        return CheckRow(chosen.name, chosen.family, info.name, None, verdict, str(error))
    return CheckRow(chosen.name, chosen.family, info.name, spec, "waiting")


class CatalogCheck:
    """Runs planned rows, a few at once, as no times are compared; `log` gets a line a fault.

    Used from one event loop on the main thread.
    """

    def __init__(self, rows: Sequence[CheckRow], log: Callable[[LogEntry], None]) -> None:
        self._rows = list(rows)
        self._log = log
        self._experiments: set[Experiment] = set()
        self._cancelling = False
        self._began = time.monotonic()
        self._started_at_s = time.time()

    async def run(self) -> CheckResult:
        """Run all rows; what goes wrong in one ends only that. No process is left."""
        at_once = asyncio.Semaphore(usable_cpus().count)

        async def run_in_turn(place: int) -> None:
            async with at_once:
                if not self._cancelling:
                    await self._run_row(place)

        places = [place for place, row in enumerate(self._rows) if row.spec is not None]
        await asyncio.gather(*map(run_in_turn, places))
        rows = compared_with_serial(self._rows)
        status: Status = "cancelled" if self._cancelling else "completed"
        if any(row.verdict == "wrong" for row in rows):
            status = "failed"
        return CheckResult(status, rows, self._started_at_s, time.monotonic() - self._began)

    async def _run_row(self, place: int) -> None:
        row = self._rows[place]
        assert row.spec is not None
        began = time.monotonic()
        experiment = Experiment(row.spec, lambda _entry: None, on_deadlock="break")
        self._experiments.add(experiment)
        try:
            result = await experiment.run()
        finally:
            self._experiments.discard(experiment)
        ended = judged(row, result, _fault(result), time.monotonic() - began)
        self._rows[place] = ended
        if ended.verdict == "wrong":
            said = f"{row.workload} on {row.backend}: {ended.cause}"
            self._log(LogEntry(time.time(), "error", "check", said))

    def cancel(self) -> None:
        """Begin no further row; a second call does not wait for those under way."""
        self._cancelling = True
        for each in self._experiments:
            each.cancel()

    def kill(self) -> None:
        """Kill everything at once, for a program that is about to die itself."""
        self._cancelling = True
        for each in self._experiments:
            each.kill()

    def snapshot(self) -> CheckSnapshot:
        """How it goes now."""
        verdicts = [row.verdict for row in self._rows if row.spec is not None]
        return CheckSnapshot(
            ended=len(verdicts) - verdicts.count("waiting"),
            total=len(verdicts),
            wrong=verdicts.count("wrong"),
            elapsed_s=time.monotonic() - self._began,
        )


def _fault(result: RunResult) -> str:
    """What the workload finds wrong with what its tasks measured; empty where nothing is."""
    chosen = workload(result.spec.workload)
    if chosen.verify is None or result.status != "completed":
        return ""
    measured = {each.figure.name: each.measured for each in result.figures}
    try:
        return chosen.verify(measured, result.spec.parameters)
    except KeyError as missing:
        return f"its tasks did not measure {missing}"

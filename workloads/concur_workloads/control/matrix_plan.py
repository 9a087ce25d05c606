"""Which mechanisms a matrix runs, and with what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from concur_workloads.backends.backend_info import BackendInfo
from concur_workloads.backends.registry import backend, backends
from concur_workloads.catalog.registry import workload
from concur_workloads.control.checks import prepare, why_unavailable
from concur_workloads.control.interpreters import find_interpreter
from concur_workloads.parameter import SpecError
from concur_workloads.results.matrix import MatrixRow
from concur_workloads.spec import START_METHODS, RunSpec
from concur_workloads.spec_options import OPTIONS


def planned_rows(
    spec: RunSpec, names: Sequence[str] = (), start_methods: Sequence[str] = ()
) -> tuple[MatrixRow, ...]:
    """A row for each backend and start method, all of them unless named.

    Of the spec, each takes the settings that it knows. Raises SpecError for what no row could run.
    """
    chosen = workload(spec.workload)
    parameters = chosen.resolve(spec.parameters)
    for each in start_methods:
        if each not in START_METHODS:
            raise SpecError("start_method", each, "one of " + ", ".join(START_METHODS))
    infos = [backend(name) for name in names] if names else backends()
    other = find_interpreter(spec.interpreter) if spec.interpreter is not None else None
    resolved = spec.with_changes(parameters=parameters)
    return tuple(
        row
        for info in dict.fromkeys(infos)
        for row in _rows(resolved, info, start_methods, why_unavailable(info, other))
    )


def _rows(
    spec: RunSpec, info: BackendInfo, start_methods: Sequence[str], reason: str
) -> Iterator[MatrixRow]:
    if reason:
        yield MatrixRow(info.name, None, None, "unavailable", reason)
        return
    for start_method in info.start_methods or (None,):
        if start_method is None or not start_methods or start_method in start_methods:
            yield _row(spec, info, start_method)


def _row(spec: RunSpec, info: BackendInfo, start_method: str | None) -> MatrixRow:
    try:
        prepared = prepare(_fitted(spec, info, start_method))
    except SpecError as error:
        return MatrixRow(info.name, start_method, None, "unavailable", str(error))
    return MatrixRow(info.name, start_method, prepared, "waiting")


def _fitted(spec: RunSpec, info: BackendInfo, start_method: str | None) -> RunSpec:
    """The spec for one backend, without the settings that it does not take."""
    usual = {
        each.name: each.default
        for each in fields(RunSpec)
        if each.name in OPTIONS and not info.has_option(each.name)
    }
    if info.most_workers is not None:
        usual["workers"] = min(spec.workers, info.most_workers)
    return spec.with_changes(**usual, backend=info.name, start_method=start_method)

"""What can be known of a spec before it runs."""

from __future__ import annotations

import os
import sys
from dataclasses import fields, replace
from typing import Any

from concur_workloads.backends.backend_info import BackendInfo
from concur_workloads.backends.registry import backend
from concur_workloads.catalog.own import is_reference
from concur_workloads.catalog.registry import workload
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.control.interpreters import find_interpreter
from concur_workloads.interpreter import Interpreter, this_interpreter
from concur_workloads.observer.cpus import usable_cpus
from concur_workloads.parameter import SpecError
from concur_workloads.spec import RunSpec
from concur_workloads.spec_options import OPTIONS


def prepare(spec: RunSpec) -> RunSpec:
    """The spec with everything checked that can be, and filled in; raises SpecError."""
    chosen = workload(spec.workload)
    info = backend(spec.backend)
    other = find_interpreter(spec.interpreter) if spec.interpreter is not None else None
    unavailable = why_unavailable(info, other)
    if unavailable:
        raise SpecError("backend", spec.backend, f"one that can be had here: {unavailable}")
    if info.most_workers is not None and spec.workers > info.most_workers:
        raise SpecError("workers", spec.workers, f"at most {info.most_workers} for {info.name}")
    if spec.workers < info.fewest_workers:
        alone = "which with fewer runs tasks where it was called, as serial does"
        least = f"at least {info.fewest_workers} for {info.name}, {alone}"
        raise SpecError("workers", spec.workers, least)
    _check_options(spec, info)
    parameters = chosen.resolve(spec.parameters)
    _check_workload(spec, chosen, parameters, info, other)
    _check_what_pools_permit(spec, info, other)
    if spec.affinity != "free" and not hasattr(os, "sched_setaffinity"):
        raise SpecError("affinity", spec.affinity, "free: this system cannot bind threads to CPUs")
    if spec.gil != "default":
        _check_gil(spec.gil, other or this_interpreter())
    return spec.with_changes(
        backend=info.name,
        parameters=parameters,
        start_method=_start_method(spec, info, other),
        interpreter=other.path if other else None,
        baseline=spec.baseline and chosen.baseline,
    )


def why_unavailable(info: BackendInfo, other: Interpreter | None) -> str:
    """Why a backend cannot be had on another Python, None for ours; empty where it can."""
    return info.unavailable_on(other) if other else info.unavailable


def _check_options(spec: RunSpec, info: BackendInfo) -> None:
    """A setting that would have no effect is refused rather than ignored."""
    usual = {each.name: each.default for each in fields(RunSpec)}
    for name in OPTIONS:
        value = getattr(spec, name)
        if value != usual[name] and not info.has_option(name) and name != "workers":
            nothing = "left out" if usual[name] is None else f"{usual[name]!r}"
            raise SpecError(name, value, f"{nothing} for {info.name}, which does not take it")


def _check_workload(
    spec: RunSpec,
    chosen: Workload,
    parameters: Settings,
    info: BackendInfo,
    other: Interpreter | None,
) -> None:
    """What a workload asks of the run as a whole."""
    if chosen.backends and info.name not in chosen.backends:
        names = ", ".join(chosen.backends)
        raise SpecError("backend", spec.backend, f"one of {names}, as {chosen.elsewhere}")
    if chosen.check is not None:
        chosen.check(parameters, info.name)
    _check_workers(spec, chosen)
    if spec.blocking == "loop" and is_reference(chosen.name) and chosen.coroutine is not None:
        why = "default or thread, as a coroutine function would wait for the loop that it blocks"
        raise SpecError("blocking", spec.blocking, why)
    missing = missing_package(chosen, other)
    if missing:
        raise SpecError("workload", spec.workload, f"one that can be had here: {missing}")
    if chosen.together:
        _check_rounds(spec)


def _check_workers(spec: RunSpec, chosen: Workload) -> None:
    """How many workers a workload is made for."""
    if spec.workers < chosen.fewest_workers:
        least = f"at least {chosen.fewest_workers} for {chosen.name}"
        raise SpecError("workers", spec.workers, least)
    if chosen.most_workers is not None and spec.workers > chosen.most_workers:
        most = f"at most {chosen.most_workers} for {chosen.name}"
        raise SpecError("workers", spec.workers, most)
    if spec.workers % chosen.team:
        raise SpecError("workers", spec.workers, f"a multiple of {chosen.team} for {chosen.name}")


def _check_rounds(spec: RunSpec) -> None:
    """What holds where the tasks of a round wait for each other, one on each worker."""
    why = "as these tasks wait for each other"
    for name, value in (("chunk_size", 1), ("queue_bound", 0), ("retries", 0)):
        given = getattr(spec, name)
        if given is not None and given != value:
            raise SpecError(name, given, f"{value}, {why}")
    if spec.tasks % spec.workers:
        raise SpecError("tasks", spec.tasks, f"a multiple of the {spec.workers} workers, {why}")
    if spec.blocking == "loop":
        raise SpecError("blocking", "loop", "default: tasks that wait for each other need a turn")


def missing_package(chosen: Workload, other: Interpreter | None) -> str:
    """How to install what a workload needs; empty where the Python that runs it has that."""
    name = chosen.needs_package
    if not name or name in (other or this_interpreter()).packages:
        return ""
    python = other.path if other else sys.executable
    return f"{name} is not installed; {python} -m pip install {name} installs it"


def _check_gil(wanted: str, interpreter: Interpreter) -> None:
    if not interpreter.free_threaded:
        why = f"{interpreter.path} ({interpreter.title}) is no free-threaded build"
        raise SpecError("gil", wanted, f"default: {why}; --python 3.14t takes one")


def _check_what_pools_permit(spec: RunSpec, info: BackendInfo, other: Interpreter | None) -> None:
    """Settings that go together with some others only."""
    one_by_one = spec.pool_method == "imap_unordered" and spec.chunk_size == 1
    if info.name == "multiprocessing.Pool" and spec.retries and not one_by_one:
        only = "0 but for imap_unordered with chunks of 1: else"
        lost = f"{only} a task that raises takes the results of others along"
        raise SpecError("retries", spec.retries, lost)
    if info.name == "pebble" and spec.timeout_s is not None and spec.chunk_size != 1:
        why = "1 with a time limit, as pebble limits calls, not the tasks of one"
        raise SpecError("chunk_size", spec.chunk_size, why)
    limit = spec.max_tasks_per_child if info.name == "ProcessPoolExecutor" else None
    if limit is not None and _start_method(spec, info, other) == "fork":
        why = "left out with the start method fork, with which ProcessPoolExecutor forbids it"
        raise SpecError("max_tasks_per_child", limit, why)


def _start_method(spec: RunSpec, info: BackendInfo, other: Interpreter | None) -> str | None:
    given, offered = spec.start_method, info.start_methods
    if offered and other is not None:
        # Its own default first, which has changed with the versions of Python.
        offered = other.start_methods
    if not offered:
        if given is not None:
            choiceless = info.capabilities.own_gil_per_worker
            why = "offers no choice of it" if choiceless else "starts no processes"
            raise SpecError("start_method", given, f"none: {info.name} {why}")
        return None
    if given is None:
        return offered[0]
    if given not in offered:
        raise SpecError("start_method", given, "one that this system has: " + ", ".join(offered))
    return given


def default_spec(workload_name: str, **changes: Any) -> RunSpec:
    """What a person most likely wants to run first, with some fields chosen; raises SpecError."""
    chosen = workload(workload_name)
    plain = RunSpec(
        workload=chosen.name,
        workers=usable_cpus().count,
        tasks=chosen.default_tasks,
        repeats=chosen.default_repeats,
        baseline=chosen.baseline,
    )
    if chosen.backends and plain.backend not in chosen.backends:
        plain = replace(plain, backend=chosen.backends[0])
    spec = plain.with_changes(**changes)
    if "workers" not in changes and backend(spec.backend).most_workers is not None:
        spec = replace(spec, workers=backend(spec.backend).most_workers or 1)
    if "workers" not in changes:
        fewest = max(chosen.fewest_workers, backend(spec.backend).fewest_workers)
        workers = max(spec.workers, fewest, chosen.team)
        workers = min(workers - workers % chosen.team, chosen.most_workers or workers)
        spec = replace(spec, workers=workers)
    if "tasks" not in changes and chosen.together:
        rounds = -(-spec.tasks // spec.workers)
        spec = replace(spec, tasks=rounds * spec.workers)
    return spec

"""What can be known of a spec before it runs."""

from __future__ import annotations

import os
import shutil
from dataclasses import fields, replace
from typing import Any

from concur_workloads.backends.registry import BackendInfo, backend
from concur_workloads.catalog.registry import workload
from concur_workloads.observer.cpus import usable_cpus
from concur_workloads.parameter import SpecError
from concur_workloads.spec import RunSpec
from concur_workloads.spec_options import OPTIONS


def prepare(spec: RunSpec) -> RunSpec:
    """The spec with everything checked that can be, and filled in; raises SpecError."""
    chosen = workload(spec.workload)
    info = backend(spec.backend)
    if info.unavailable:
        raise SpecError("backend", spec.backend, f"one that can be had here: {info.unavailable}")
    if info.most_workers is not None and spec.workers > info.most_workers:
        raise SpecError("workers", spec.workers, f"at most {info.most_workers} for {info.name}")
    if spec.workers < info.fewest_workers:
        alone = "which with fewer runs tasks where it was called, as serial does"
        least = f"at least {info.fewest_workers} for {info.name}, {alone}"
        raise SpecError("workers", spec.workers, least)
    _check_options(spec, info)
    if spec.affinity != "free" and not hasattr(os, "sched_setaffinity"):
        raise SpecError("affinity", spec.affinity, "free: this system cannot bind threads to CPUs")
    return spec.with_changes(
        backend=info.name,
        parameters=chosen.resolve(spec.parameters),
        start_method=_start_method(spec, info),
        interpreter=_interpreter(spec.interpreter),
        baseline=spec.baseline and chosen.baseline,
    )


def _check_options(spec: RunSpec, info: BackendInfo) -> None:
    """A setting that would have no effect is refused rather than ignored."""
    usual = {each.name: each.default for each in fields(RunSpec)}
    for name in OPTIONS:
        value = getattr(spec, name)
        if value != usual[name] and not info.has_option(name) and name != "workers":
            nothing = "left out" if usual[name] is None else f"{usual[name]!r}"
            raise SpecError(name, value, f"{nothing} for {info.name}, which does not take it")


def _start_method(spec: RunSpec, info: BackendInfo) -> str | None:
    given, offered = spec.start_method, info.start_methods
    if not offered:
        if given is not None:
            raise SpecError("start_method", given, f"none: {info.name} offers no choice of it")
        return None
    if given is None:
        return offered[0]
    if given not in offered:
        raise SpecError("start_method", given, "one that this system has: " + ", ".join(offered))
    return given


def _interpreter(given: str | None) -> str | None:
    if given is None:
        return None
    found = shutil.which(given)
    if found is None:
        raise SpecError("interpreter", given, "the path or name of a Python 3.10 or later")
    return os.path.abspath(found)


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
    spec = plain.with_changes(**changes)
    if "workers" not in changes and backend(spec.backend).most_workers is not None:
        spec = replace(spec, workers=backend(spec.backend).most_workers or 1)
    if "workers" not in changes:
        spec = replace(spec, workers=max(spec.workers, backend(spec.backend).fewest_workers))
    return spec

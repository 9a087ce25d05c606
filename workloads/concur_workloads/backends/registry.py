"""All backends by name, what each can do, and whether it can be had here."""

from __future__ import annotations

import importlib

from concur_workloads.backends.availability import no_interpreters, no_processes, start_methods
from concur_workloads.backends.backend_info import PROCESS_POOL, BackendInfo, Capabilities
from concur_workloads.backends.base import Backend, Host
from concur_workloads.backends.event_loop.asyncio_calls import awaits_coroutines
from concur_workloads.backends.libraries.peers import peers
from concur_workloads.catalog.registry import workload
from concur_workloads.parameter import SpecError
from concur_workloads.spec import RunSpec

_THREADS_CANNOT_BE_KILLED = "Python has no way to end a single thread"
_INTERPRETERS_CANNOT_BE_KILLED = "Python has no way to end a sub-interpreter that is running"

_THREADS = Capabilities(shares_memory=True)
_INTERPRETERS = Capabilities(needs_picklable_tasks=True, own_gil_per_worker=True)


def backends() -> tuple[BackendInfo, ...]:
    """Every backend, also those that cannot be had here."""
    package = "concur_workloads.backends"
    return (
        BackendInfo(
            "serial",
            "one task after the other in the main thread: the baseline",
            f"{package}.serial",
            "SerialBackend",
            _THREADS,
            takes=frozenset({"retries"}),
            most_workers=1,
            kill_refusal="its only worker is the main thread of the runner",
        ),
        BackendInfo(
            "threading.Thread",
            "threads of one process, supervised by concur-tui",
            f"{package}.threads",
            "ThreadBackend",
            _THREADS,
            takes=frozenset({"chunk_size", "retries", "daemon"}),
            aliases=("threads",),
            kill_refusal=_THREADS_CANNOT_BE_KILLED,
        ),
        BackendInfo(
            "ThreadPoolExecutor",
            "the standard library's pool of threads, as it is",
            f"{package}.executors.thread_pool_executor",
            "ThreadPoolExecutorBackend",
            _THREADS,
            takes=frozenset({"chunk_size", "retries", "queue_bound"}),
            kill_refusal=_THREADS_CANNOT_BE_KILLED,
        ),
        BackendInfo(
            "asyncio",
            "an event loop in one thread: coroutines, or functions in threads beside it",
            f"{package}.event_loop.asyncio_calls",
            "make_asyncio_backend",
            Capabilities(cancels_coroutines=True, shares_memory=True),
            takes=frozenset({"chunk_size", "retries", "blocking"}),
            kill_refusal="its workers are tasks of one event loop, or threads",
        ),
        BackendInfo(
            "multiprocessing.Process",
            "processes with a private pipe each, supervised by concur-tui",
            f"{package}.supervised.processes",
            "ProcessBackend",
            Capabilities(
                ends_one_task=True,
                survives_dead_worker=True,
                needs_picklable_tasks=True,
                own_gil_per_worker=True,
            ),
            takes=frozenset(
                {"chunk_size", "retries", "daemon", "max_tasks_per_child", "queue_bound"}
            ),
            aliases=("processes",),
            start_methods=start_methods(),
            unavailable=no_processes(),
        ),
        BackendInfo(
            "multiprocessing.Pool",
            "the standard library's older pool of processes, as it is",
            f"{package}.pool.multiprocessing_pool",
            "PoolBackend",
            PROCESS_POOL,
            takes=frozenset({"chunk_size", "retries", "max_tasks_per_child", "pool_method"}),
            start_methods=start_methods(),
            unavailable=no_processes(),
        ),
        BackendInfo(
            "ProcessPoolExecutor",
            "the standard library's pool of processes, as it is",
            f"{package}.executors.process_pool_executor",
            "ProcessPoolExecutorBackend",
            PROCESS_POOL,
            takes=frozenset({"chunk_size", "retries", "queue_bound", "max_tasks_per_child"}),
            start_methods=start_methods(),
            unavailable=no_processes(),
        ),
        BackendInfo(
            "sub-interpreters",
            "interpreters of one process, supervised by concur-tui",
            f"{package}.supervised.sub_interpreters",
            "SubInterpreterBackend",
            _INTERPRETERS,
            takes=frozenset({"chunk_size", "retries", "max_tasks_per_child", "queue_bound"}),
            aliases=("interpreters",),
            kill_refusal=_INTERPRETERS_CANNOT_BE_KILLED,
            needs_interpreters=True,
            unavailable=no_interpreters(),
        ),
        BackendInfo(
            "InterpreterPoolExecutor",
            "the standard library's pool of interpreters, as it is",
            f"{package}.executors.interpreter_pool_executor",
            "InterpreterPoolExecutorBackend",
            _INTERPRETERS,
            takes=frozenset({"chunk_size", "retries", "queue_bound"}),
            kill_refusal=_INTERPRETERS_CANNOT_BE_KILLED,
            needs_interpreters=True,
            unavailable=no_interpreters(),
        ),
        *peers(),
    )


def backend(name: str) -> BackendInfo:
    """The backend of that name or alias; raises SpecError."""
    names = {}
    for each in backends():
        for known in (each.name, *each.aliases):
            names[known] = each
    if name not in names:
        raise SpecError("backend", name, "one of " + ", ".join(names))
    return names[name]


def ends_one_task(spec: RunSpec) -> bool:
    """Whether a task of this run that takes too long is ended alone."""
    can = backend(spec.backend).capabilities
    if can.cancels_coroutines:
        return awaits_coroutines(spec, workload(spec.workload))
    return can.ends_one_task


def make_backend(host: Host) -> Backend:
    """The backend that the host's spec names; imports only that one."""
    info = backend(host.spec.backend)
    factory = getattr(importlib.import_module(info.module), info.factory)
    made: Backend = factory(host)
    return made

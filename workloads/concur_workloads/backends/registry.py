"""All backends by name, what each can do, and whether it can be had here."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from dataclasses import dataclass
from functools import cache

from concur_workloads.backends.asyncio_calls import awaits_coroutines
from concur_workloads.backends.base import Backend, Host
from concur_workloads.catalog.registry import workload
from concur_workloads.interpreter import Interpreter
from concur_workloads.parameter import SpecError
from concur_workloads.spec import RunSpec
from concur_workloads.spec_options import OPTIONS

_THREADS_CANNOT_BE_KILLED = "Python has no way to end a single thread"
_INTERPRETERS_CANNOT_BE_KILLED = "Python has no way to end a sub-interpreter that is running"


@dataclass(frozen=True)
class Capabilities:
    """What a mechanism can do, and what it asks of tasks.

    `ends_one_task`: a task that takes too long is ended alone, not with the whole run;
    `cancels_coroutines`: so is one that is a coroutine and awaits something.
    `survives_dead_worker`: the other workers go on when one dies.
    """

    ends_one_task: bool = False
    cancels_coroutines: bool = False
    survives_dead_worker: bool = False
    needs_picklable_tasks: bool = False
    own_gil_per_worker: bool = False
    shares_memory: bool = False


@dataclass(frozen=True)
class BackendInfo:
    """What a person may know of a backend before choosing it.

    `start_methods` is empty where processes are not started; `kill_refusal` says why a single
    worker cannot be killed, `unavailable` why it cannot be had here; each is empty where it can.
    `takes` names the settings that not every backend has. `needs_package` is what must be
    installed beside the interpreter that runs it; one that `needs_interpreters` has others beside
    the main one.
    """

    name: str
    summary: str
    module: str
    factory: str
    capabilities: Capabilities
    aliases: tuple[str, ...] = ()
    start_methods: tuple[str, ...] = ()
    takes: frozenset[str] = frozenset()
    fewest_workers: int = 1
    most_workers: int | None = None
    kill_refusal: str = ""
    needs_package: str = ""
    needs_interpreters: bool = False
    unavailable: str = ""

    @property
    def kills_workers(self) -> bool:
        """Whether one worker can be killed while the others go on or are seen to fail."""
        return not self.kill_refusal

    def unavailable_on(self, interpreter: Interpreter) -> str:
        """Why it cannot be had on another Python than ours; empty where it can."""
        if self.needs_interpreters and not interpreter.interpreters:
            return _lacks_interpreters(interpreter.version)
        if self.needs_package and self.needs_package not in interpreter.packages:
            return f"{self.needs_package} is not installed for {interpreter.path}"
        if self.start_methods and not interpreter.start_methods:
            return f"{interpreter.path} has no multiprocessing"
        return ""

    def has_option(self, name: str) -> bool:
        """Whether a setting of the spec means something to this backend."""
        if name == "start_method":
            return bool(self.start_methods)
        if name == "workers":
            return self.most_workers != 1
        return OPTIONS[name].general or name in self.takes


_THREADS = Capabilities(shares_memory=True)
_INTERPRETERS = Capabilities(needs_picklable_tasks=True, own_gil_per_worker=True)
_POOL = Capabilities(needs_picklable_tasks=True, own_gil_per_worker=True)


def _start_methods() -> tuple[str, ...]:
    """Those that this Python offers, its default first."""
    import multiprocessing

    return tuple(multiprocessing.get_all_start_methods())


def _no_processes() -> str:
    """Why this Python cannot start processes that share locks; empty where it can."""
    try:
        import multiprocessing.synchronize  # noqa: F401
    except ImportError as error:
        return f"this Python has no multiprocessing: {error}"
    return ""


@cache
def _not_installed(package: str) -> str:
    """How to install what a backend needs; empty where our own interpreter has it."""
    if importlib.util.find_spec(package) is not None:
        return ""
    return f"{package} is not installed; pip install 'concur-tui[peers]' installs it"


def _no_interpreters() -> str:
    """Why our own interpreter cannot have others beside its main one; empty where it can."""
    if sys.version_info >= (3, 14) and importlib.util.find_spec("_interpreters") is not None:
        return ""
    return _lacks_interpreters(".".join(map(str, sys.version_info[:3])))


def _lacks_interpreters(version: str) -> str:
    return f"Python {version} has no sub-interpreters; --python 3.14 takes one that has"


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
            f"{package}.thread_pool_executor",
            "ThreadPoolExecutorBackend",
            _THREADS,
            takes=frozenset({"chunk_size", "retries", "queue_bound"}),
            kill_refusal=_THREADS_CANNOT_BE_KILLED,
        ),
        BackendInfo(
            "asyncio",
            "an event loop in one thread: coroutines, or functions in threads beside it",
            f"{package}.asyncio_calls",
            "make_asyncio_backend",
            Capabilities(cancels_coroutines=True, shares_memory=True),
            takes=frozenset({"chunk_size", "retries", "blocking"}),
            kill_refusal="its workers are tasks of one event loop, or threads",
        ),
        BackendInfo(
            "multiprocessing.Process",
            "processes with a private pipe each, supervised by concur-tui",
            f"{package}.processes",
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
            start_methods=_start_methods(),
            unavailable=_no_processes(),
        ),
        BackendInfo(
            "multiprocessing.Pool",
            "the standard library's older pool of processes, as it is",
            f"{package}.multiprocessing_pool",
            "PoolBackend",
            _POOL,
            takes=frozenset({"chunk_size", "retries", "max_tasks_per_child", "pool_method"}),
            start_methods=_start_methods(),
            unavailable=_no_processes(),
        ),
        BackendInfo(
            "ProcessPoolExecutor",
            "the standard library's pool of processes, as it is",
            f"{package}.process_pool_executor",
            "ProcessPoolExecutorBackend",
            _POOL,
            takes=frozenset({"chunk_size", "retries", "queue_bound"}),
            start_methods=_start_methods(),
            unavailable=_no_processes(),
        ),
        BackendInfo(
            "sub-interpreters",
            "interpreters of one process, supervised by concur-tui",
            f"{package}.sub_interpreters",
            "SubInterpreterBackend",
            _INTERPRETERS,
            takes=frozenset({"chunk_size", "retries", "max_tasks_per_child", "queue_bound"}),
            aliases=("interpreters",),
            kill_refusal=_INTERPRETERS_CANNOT_BE_KILLED,
            needs_interpreters=True,
            unavailable=_no_interpreters(),
        ),
        BackendInfo(
            "InterpreterPoolExecutor",
            "the standard library's pool of interpreters, as it is",
            f"{package}.interpreter_pool_executor",
            "InterpreterPoolExecutorBackend",
            _INTERPRETERS,
            takes=frozenset({"chunk_size", "retries", "queue_bound"}),
            kill_refusal=_INTERPRETERS_CANNOT_BE_KILLED,
            needs_interpreters=True,
            unavailable=_no_interpreters(),
        ),
        BackendInfo(
            "joblib",
            "the library joblib with its loky processes, as it is",
            f"{package}.joblib_backend",
            "JoblibBackend",
            _POOL,
            takes=frozenset({"chunk_size", "queue_bound"}),
            # With a single one it starts none, but runs the tasks where it was called.
            fewest_workers=2,
            needs_package="joblib",
            unavailable=_no_processes() or _not_installed("joblib"),
        ),
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

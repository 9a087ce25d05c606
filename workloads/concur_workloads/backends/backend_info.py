"""What a person may know of a backend before choosing it, as data."""

from __future__ import annotations

from dataclasses import dataclass

from concur_workloads.backends.availability import lacks_interpreters
from concur_workloads.interpreter import Interpreter
from concur_workloads.spec_options import OPTIONS


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


#: Of any pool of processes that breaks with one of them.
PROCESS_POOL = Capabilities(needs_picklable_tasks=True, own_gil_per_worker=True)


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

    @property
    def in_one_process(self) -> bool:
        """Whether all workers are in the runner's own process, so that none dies alone."""
        return self.capabilities.shares_memory or self.needs_interpreters

    @property
    def workers_are(self) -> str:
        """What its workers are, as a plural."""
        if self.needs_interpreters:
            return "interpreters"
        if self.capabilities.own_gil_per_worker:
            return "processes"
        return "workers" if self.capabilities.cancels_coroutines else "threads"

    def unavailable_on(self, interpreter: Interpreter) -> str:
        """Why it cannot be had on another Python than ours; empty where it can."""
        if self.needs_interpreters and not interpreter.interpreters:
            return lacks_interpreters(interpreter.version)
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

"""All workloads by name, and where each is defined."""

from __future__ import annotations

import importlib
from functools import cache

from concur_workloads.catalog.own import is_reference
from concur_workloads.catalog.workload import Workload
from concur_workloads.parameter import SpecError

#: The modules of this package that define workloads, and their names: a runner and its workers
#: import only the module of the one that they run, as all of them take a tenth of a second.
_DEFINED_IN: dict[str, tuple[str, ...]] = {
    "cpu.pure_python": ("sum-of-squares", "primes", "mandelbrot"),
    "cpu.c_that_keeps_the_gil": ("json", "regex"),
    "cpu.c_that_releases_the_gil": ("sha-256", "zlib"),
    "cpu.numpy_sines": ("numpy",),
    "cpu.mix": ("gil-mix",),
    "io.requests": ("loopback-requests",),
    "io.files": ("files",),
    "io.pipes": ("pipes",),
    "io.programs": ("programs",),
    "io.database": ("sqlite",),
    "io.sleeping": ("sleep",),
    "io.pipeline": ("io-then-cpu",),
    "first_thread": ("print-numbers",),
    "life_cycle.creation": ("creation",),
    "life_cycle.states": ("states",),
    "life_cycle.termination": ("termination",),
    "life_cycle.orphans_and_zombies": ("orphans-and-zombies",),
    "life_cycle.inheritance": ("inheritance",),
    "memory.shared_or_copied": ("shared-or-copied",),
    "memory.copy_on_write": ("copy-on-write",),
    "memory.big_arguments": ("big-arguments",),
    "memory.memory_per_worker": ("memory-per-worker",),
    "ipc.hello": ("hello-queue",),
    "ipc.ping_pong": ("ping-pong",),
    "ipc.streaming": ("streaming",),
    "ipc.killed_sender": ("killed-with-lock",),
    "shared_state.lost_update": ("lost-update",),
    "shared_state.lock_contention": ("lock-contention",),
    "shared_state.semaphore": ("semaphore",),
    "shared_state.event": ("event",),
    "shared_state.condition": ("condition",),
    "shared_state.barrier": ("barrier",),
    "shared_state.producers_consumers": ("producers-consumers",),
    "shared_state.readers_writers": ("readers-writers",),
    "shared_state.priority": ("priority",),
    "shared_state.convoy": ("convoy",),
    "deadlock.opposite_locks": ("opposite-locks",),
    "deadlock.philosophers": ("dining-philosophers",),
    "deadlock.full_pipe": ("full-pipe",),
    "deadlock.join_before_get": ("join-before-get",),
    "deadlock.pool_on_itself": ("pool-on-itself",),
    "overhead.set_times": ("no-op", "busy-wait"),
    "overhead.context_switch": ("context-switch",),
    "overhead.pickling": ("pickling",),
    "gil.hashing": ("gil-held", "gil-released"),
    "gil.turns": ("gil-turns",),
    "faults": ("misbehave",),
}
_MODULES = {name: module for module, names in _DEFINED_IN.items() for name in names}


def workloads() -> tuple[Workload, ...]:
    """Every workload, family by family."""
    return tuple(map(workload, _MODULES))


def workload(name: str) -> Workload:
    """The workload of that name, or what is known of a function of one's own; raises SpecError."""
    if is_reference(name):
        from concur_workloads.catalog.own.known import own_workload

        return own_workload(name)
    if name not in _MODULES:
        raise SpecError("workload", name, "one of " + ", ".join(_MODULES))
    return _defined_in(_MODULES[name])[name]


@cache
def _defined_in(module: str) -> dict[str, Workload]:
    found = importlib.import_module(f"concur_workloads.catalog.{module}")
    return {each.name: each for each in found.WORKLOADS}

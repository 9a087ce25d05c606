"""The backends of libraries that need not be installed."""

from __future__ import annotations

from concur_workloads.backends.availability import no_processes, not_installed, start_methods
from concur_workloads.backends.backend_info import PROCESS_POOL, BackendInfo, Capabilities

_PACKAGE = "concur_workloads.backends"


def peers() -> tuple[BackendInfo, ...]:
    """All of them, also those that are not installed."""
    return (
        BackendInfo(
            "joblib",
            "the library joblib with its loky processes, as it is",
            f"{_PACKAGE}.libraries.joblib_backend",
            "JoblibBackend",
            PROCESS_POOL,
            takes=frozenset({"chunk_size", "queue_bound"}),
            # With a single one it starts none, but runs the tasks where it was called.
            fewest_workers=2,
            needs_package="joblib",
            unavailable=no_processes() or not_installed("joblib"),
        ),
        BackendInfo(
            "mpire",
            "the library mpire with its WorkerPool, as it is",
            f"{_PACKAGE}.libraries.mpire_backend",
            "MpireBackend",
            PROCESS_POOL,
            takes=frozenset({"chunk_size", "queue_bound"}),
            start_methods=start_methods(),
            needs_package="mpire",
            unavailable=no_processes() or not_installed("mpire"),
        ),
        BackendInfo(
            "pebble",
            "the library pebble with its ProcessPool, as it is",
            f"{_PACKAGE}.libraries.pebble_backend",
            "PebbleBackend",
            Capabilities(
                ends_one_task=True,
                survives_dead_worker=True,
                needs_picklable_tasks=True,
                own_gil_per_worker=True,
            ),
            takes=frozenset({"chunk_size", "retries", "queue_bound", "max_tasks_per_child"}),
            start_methods=start_methods(),
            needs_package="pebble",
            unavailable=no_processes() or not_installed("pebble"),
        ),
    )

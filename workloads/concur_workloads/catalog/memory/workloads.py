"""The family of memory."""

from __future__ import annotations

from concur_workloads.catalog.memory import (
    big_arguments,
    copy_on_write,
    memory_per_worker,
    shared_or_copied,
)

WORKLOADS = (
    shared_or_copied.WORKLOAD,
    copy_on_write.WORKLOAD,
    big_arguments.WORKLOAD,
    memory_per_worker.WORKLOAD,
)

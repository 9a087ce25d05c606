"""All deadlocks."""

from __future__ import annotations

from concur_workloads.catalog.deadlock.full_pipe import FULL_PIPE
from concur_workloads.catalog.deadlock.join_before_get import JOIN_BEFORE_GET
from concur_workloads.catalog.deadlock.opposite_locks import OPPOSITE_LOCKS
from concur_workloads.catalog.deadlock.philosophers import PHILOSOPHERS
from concur_workloads.catalog.deadlock.pool_on_itself import POOL_ON_ITSELF

WORKLOADS = (OPPOSITE_LOCKS, PHILOSOPHERS, FULL_PIPE, JOIN_BEFORE_GET, POOL_ON_ITSELF)

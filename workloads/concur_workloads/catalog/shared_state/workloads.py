"""All workloads with shared state."""

from __future__ import annotations

from concur_workloads.catalog.shared_state.barrier import BARRIER
from concur_workloads.catalog.shared_state.condition import CONDITION
from concur_workloads.catalog.shared_state.convoy import CONVOY
from concur_workloads.catalog.shared_state.event import EVENT
from concur_workloads.catalog.shared_state.lock_contention import LOCK_CONTENTION
from concur_workloads.catalog.shared_state.lost_update import LOST_UPDATE
from concur_workloads.catalog.shared_state.priority import PRIORITY
from concur_workloads.catalog.shared_state.producers_consumers import PRODUCERS_CONSUMERS
from concur_workloads.catalog.shared_state.readers_writers import READERS_WRITERS
from concur_workloads.catalog.shared_state.semaphore import SEMAPHORE

WORKLOADS = (
    LOST_UPDATE,
    LOCK_CONTENTION,
    SEMAPHORE,
    EVENT,
    CONDITION,
    BARRIER,
    PRODUCERS_CONSUMERS,
    READERS_WRITERS,
    PRIORITY,
    CONVOY,
)

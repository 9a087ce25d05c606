"""The family of creation and life cycle."""

from __future__ import annotations

from concur_workloads.catalog.life_cycle import (
    creation,
    inheritance,
    orphans_and_zombies,
    states,
    termination,
)

WORKLOADS = (
    creation.WORKLOAD,
    states.WORKLOAD,
    termination.WORKLOAD,
    orphans_and_zombies.WORKLOAD,
    inheritance.WORKLOAD,
)

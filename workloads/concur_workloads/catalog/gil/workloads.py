"""The family of the GIL."""

from __future__ import annotations

from concur_workloads.catalog.gil import hashing, turns

WORKLOADS = (*hashing.WORKLOADS, turns.WORKLOAD)

"""The family of overhead."""

from __future__ import annotations

from concur_workloads.catalog.overhead import context_switch, pickling, set_times

WORKLOADS = (*set_times.WORKLOADS, context_switch.WORKLOAD, pickling.WORKLOAD)

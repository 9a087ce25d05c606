"""The family of I/O-bound work."""

from __future__ import annotations

from concur_workloads.catalog.io import (
    database,
    files,
    pipeline,
    pipes,
    programs,
    requests,
    sleeping,
)

WORKLOADS = (
    *requests.WORKLOADS,
    *files.WORKLOADS,
    *pipes.WORKLOADS,
    *programs.WORKLOADS,
    *database.WORKLOADS,
    *sleeping.WORKLOADS,
    *pipeline.WORKLOADS,
)

"""The family of CPU-bound work."""

from __future__ import annotations

from concur_workloads.catalog.cpu import (
    c_that_keeps_the_gil,
    c_that_releases_the_gil,
    mix,
    numpy_sines,
    pure_python,
)

WORKLOADS = (
    *pure_python.WORKLOADS,
    *c_that_keeps_the_gil.WORKLOADS,
    *c_that_releases_the_gil.WORKLOADS,
    *numpy_sines.WORKLOADS,
    *mix.WORKLOADS,
)

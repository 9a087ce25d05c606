"""Whether the machine gave the same work the same time."""

from __future__ import annotations

from concur_workloads.results.run_result import RunResult

#: Passes that do the same work and differ by more than this say that something else was going on.
_QUIET_SPREAD = 1.2


def noise_warning(result: RunResult) -> str:
    """A sentence with the evidence when the serial passes differ much; empty otherwise.

    Passes of a backend are not judged: they may differ for reasons of its own.
    """
    role = "backend" if result.spec.backend == "serial" else "serial"
    walls = [each.wall_s for each in result.passes if each.role == role and each.counts]
    if len(walls) < 2 or max(walls) <= _QUIET_SPREAD * min(walls):
        return ""
    return (
        f"Noisy machine (serial passes took {min(walls):.3g} to {max(walls):.3g} s): repeat more."
    )

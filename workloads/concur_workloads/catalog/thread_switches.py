"""How often a thread was taken off its CPU, as the kernel has counted it."""

from __future__ import annotations

from typing import NamedTuple


class Switches(NamedTuple):
    """Context switches of a thread: because it waited, and for another's sake."""

    voluntary: float
    involuntary: float

    def since(self, before: Switches) -> Switches:
        """Those that came after an earlier count."""
        return Switches(self.voluntary - before.voluntary, self.involuntary - before.involuntary)


def switches_of_this_thread() -> Switches | None:
    """Up to now; None where the system counts for whole processes only, as all but Linux do."""
    # Late, as few workloads need it.
    import resource

    if not hasattr(resource, "RUSAGE_THREAD"):
        return None
    usage = resource.getrusage(resource.RUSAGE_THREAD)
    return Switches(usage.ru_nvcsw, usage.ru_nivcsw)

"""Tasks of the catalogue, called as a worker calls them."""

from collections.abc import Mapping

from concur_workloads.api import Value
from concur_workloads.catalog.here import Here
from concur_workloads.catalog.registry import workload


class NoWaits:
    """For tasks that nobody watches."""

    def begin(self, place: int, line: int) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""

    def hold(self, place: int) -> None:
        """Nothing."""

    def release(self, place: int) -> None:
        """Nothing."""

    def told_to_give_up(self) -> bool:
        """Never."""
        return False


def run_task(name: str, given: Mapping[str, Value], task: int = 0) -> object:
    """What a task of a workload without a fixture gives."""
    chosen = workload(name)
    return chosen.body(task, {**chosen.resolve(given), "here": Here(1, NoWaits())})

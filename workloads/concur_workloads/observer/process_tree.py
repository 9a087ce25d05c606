"""Which processes descend from a run's own."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import psutil


def _parent_of(pid: int) -> int | None:
    try:
        return psutil.Process(pid).ppid()
    except psutil.Error:
        return None


class ProcessTree:
    """Finds descendants again and again, asking for each process's parent only once."""

    def __init__(
        self,
        pids: Callable[[], Sequence[int]] = psutil.pids,
        parent_of: Callable[[int], int | None] = _parent_of,
    ) -> None:
        self._pids = pids
        self._parent_of = parent_of
        self._parents: dict[int, int | None] = {}
        self._forks: int | None = None
        self._roots: Sequence[int] = ()
        self._families: dict[int, list[int]] = {}

    def families(self, roots: Sequence[int], forks: int | None = None) -> dict[int, list[int]]:
        """Each living root with itself and all its living descendants.

        Where `forks`, how many there were on this machine, is known and what it was, the last
        answer holds: those that have ended since are still among them.
        """
        if forks is None or forks != self._forks or roots != self._roots:
            self._forks, self._roots = forks, list(roots)
            listed = self._pids()
            known = self._parents
            if known.keys() != set(listed):
                self._parents = {
                    pid: known[pid] if pid in known else self._parent_of(pid) for pid in listed
                }
            self._families = self._found(roots)
        return self._families

    def _found(self, roots: Sequence[int]) -> dict[int, list[int]]:
        children: defaultdict[int, list[int]] = defaultdict(list)
        for pid, parent in self._parents.items():
            if parent is not None and parent != pid:
                children[parent].append(pid)
        families = {}
        for root in roots:
            if root in self._parents:
                family = [root]
                # The list grows while it is walked: children are appended behind their parents.
                for pid in family:
                    family.extend(children[pid])
                families[root] = family
        return families

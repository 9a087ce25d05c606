"""The families of roots, from who is whose parent."""

from concur_workloads.observer.process_tree import ProcessTree


class _Processes:
    """A table of processes that can change, and counts how often a parent is asked for."""

    def __init__(self, parents: dict[int, int]) -> None:
        self.parents = parents
        self.asked: list[int] = []

    def pids(self) -> list[int]:
        return list(self.parents)

    def parent_of(self, pid: int) -> int | None:
        self.asked.append(pid)
        return self.parents.get(pid)


def _tree(processes: _Processes) -> ProcessTree:
    return ProcessTree(processes.pids, processes.parent_of)


def test_a_root_with_children_and_grandchildren() -> None:
    processes = _Processes({1: 0, 10: 1, 20: 1, 11: 10, 12: 10, 13: 12})
    assert _tree(processes).families([10]) == {10: [10, 11, 12, 13]}


def test_two_roots_keep_their_own() -> None:
    processes = _Processes({1: 0, 10: 1, 20: 1, 11: 10, 21: 20})
    assert _tree(processes).families([20, 10]) == {20: [20, 21], 10: [10, 11]}


def test_a_root_that_has_ended_has_no_family() -> None:
    assert _tree(_Processes({1: 0})).families([10]) == {}


def test_a_parent_is_asked_for_once() -> None:
    processes = _Processes({1: 0, 10: 1})
    tree = _tree(processes)
    tree.families([10])
    processes.parents[11] = 10
    assert tree.families([10]) == {10: [10, 11]}
    assert processes.asked == [1, 10, 11]


def test_an_id_that_was_given_anew_is_asked_for_again() -> None:
    processes = _Processes({1: 0, 10: 1, 11: 10})
    tree = _tree(processes)
    tree.families([10])
    del processes.parents[11]
    assert tree.families([10]) == {10: [10]}
    processes.parents[11] = 1
    assert tree.families([10]) == {10: [10]}


def test_a_process_that_is_its_own_parent_does_not_loop() -> None:
    assert _tree(_Processes({0: 0, 10: 0})).families([0]) == {0: [0, 10]}


def test_nothing_is_looked_for_where_no_process_was_made() -> None:
    processes = _Processes({1: 0, 10: 1})
    tree = _tree(processes)
    tree.families([10], forks=10)
    processes.parents[11] = 10
    assert tree.families([10], forks=10) == {10: [10]}
    assert tree.families([10], forks=11) == {10: [10, 11]}
    assert tree.families([1], forks=11) == {1: [1, 10, 11]}

"""Who holds the GIL, from what all threads were seen at."""

from types import SimpleNamespace
from typing import Any

from concur_workloads.observer.waiting.gil_watch import GilWatch
from concur_workloads.results.activity import Activity

_RUNS, _WAITS = Activity.ON_CPU, Activity.GIL


class _Rounds:
    """Two threads that are seen at what a test says, 10 ms apart."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._threads: dict[int, Any] = {}
        self.watch = GilWatch(lambda: self._threads, lambda: self.now_s)

    def see(self, *found: Activity, in_task: bool = True, after_s: float = 0.01) -> None:
        self.now_s += after_s
        self._threads = {
            worker: SimpleNamespace(found=each, in_task=in_task)
            for worker, each in enumerate(found, start=1)
        }
        self.watch.note_round()


def test_who_runs_alone_while_others_wait_holds_it() -> None:
    rounds = _Rounds()
    for found in [(_RUNS, _WAITS), (_WAITS, _RUNS), (_WAITS, _RUNS), (_RUNS, _WAITS)]:
        rounds.see(*found)
    use = rounds.watch.use()
    assert use is not None
    assert use.holders == {1: 2, 2: 2}
    assert (use.looks, use.wanted, use.changes) == (4, 4, 2)
    assert round(use.least_hand_overs_per_s) == round(2 / 0.03)


def test_where_several_run_or_none_does_nobody_can_tell() -> None:
    rounds = _Rounds()
    rounds.see(_RUNS, _RUNS, _WAITS)
    rounds.see(_WAITS, _WAITS, _WAITS)
    use = rounds.watch.use()
    assert use is not None
    assert (use.holders, use.wanted) == ({}, 2)


def test_one_that_nobody_else_wants_is_not_counted_as_held() -> None:
    rounds = _Rounds()
    rounds.see(_RUNS, Activity.SLEEP)
    use = rounds.watch.use()
    assert use is not None
    assert (use.holders, use.looks, use.wanted) == ({}, 1, 0)


def test_outside_of_tasks_and_over_gaps_nothing_is_counted() -> None:
    rounds = _Rounds()
    rounds.see(_RUNS, _WAITS, in_task=False)
    assert rounds.watch.use() is None
    rounds.see(_RUNS, _WAITS)
    rounds.see(_WAITS, _RUNS, after_s=1.0)
    use = rounds.watch.use()
    assert use is not None
    assert (use.changes, use.seconds) == (0, 0.0)

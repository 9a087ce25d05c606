"""Who holds the GIL, from what all threads were seen at."""

import os
from types import SimpleNamespace
from typing import Any

import pytest

from concur_workloads.observer.waiting import gil_watch
from concur_workloads.observer.waiting.gil_watch import GilWatch
from concur_workloads.observer.waiting.runtime_region import RuntimeNotFoundError
from concur_workloads.results.activity import Activity

_RUNS, _WAITS = Activity.ON_CPU, Activity.GIL
_BEGAN_NS = 5_000_000_000


class _Rounds:
    """Threads of this process that are seen at what a test says, 10 ms apart."""

    def __init__(self) -> None:
        self.now_ns = _BEGAN_NS
        self._threads: dict[int, Any] = {}
        self.watch = GilWatch(lambda: self._threads, _BEGAN_NS, lambda: self.now_ns)

    def see(
        self,
        *found: Activity | None,
        in_task: bool = True,
        after_s: float = 0.01,
        looked_ms_ago: float = 0.0,
    ) -> None:
        """A round; the first thread was looked at a while before the others."""
        self.now_ns += round(after_s * 1e9)
        first_ns = self.now_ns - round(looked_ms_ago * 1e6)
        self._threads = {
            worker: SimpleNamespace(
                found=each,
                in_task=in_task,
                looked_ns=first_ns if worker == 1 else self.now_ns,
                pid=os.getpid(),
            )
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
    assert (use.holders, use.wanted, use.untold_share) == ({}, 2, 1.0)


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


@pytest.mark.parametrize("first", [_RUNS, _WAITS])
def test_threads_that_were_not_looked_at_at_once_say_nothing(first: Activity) -> None:
    rounds = _Rounds()
    rounds.see(first, _RUNS, _WAITS, looked_ms_ago=3)
    assert rounds.watch.use() is None
    rounds.see(first, _RUNS, _WAITS, looked_ms_ago=1)
    assert rounds.watch.use() is not None


def test_one_that_sleeps_need_not_be_looked_at_each_time() -> None:
    rounds = _Rounds()
    rounds.see(Activity.SLEEP, _RUNS, _WAITS, looked_ms_ago=30)
    use = rounds.watch.use()
    assert use is not None
    assert use.holders == {2: 1}


def test_looks_come_once_with_their_times_and_what_changed_since_the_one_before() -> None:
    rounds = _Rounds()
    rounds.see(_RUNS, _WAITS)
    rounds.see(_WAITS, _RUNS)
    first, second = rounds.watch.take_looks()
    assert (first.at_s, first.holder, first.after_s, first.changed) == (0.01, 1, 0.0, False)
    assert (second.at_s, second.holder, second.changed) == (0.02, 2, True)
    assert second.after_s == pytest.approx(0.01)
    assert rounds.watch.take_looks() == ()
    (stretch,) = rounds.watch.stretches()
    assert stretch.use == rounds.watch.use()


def test_a_look_is_told_for_the_moment_at_which_the_holder_was_looked_at() -> None:
    rounds = _Rounds()
    rounds.see(_RUNS, _WAITS, looked_ms_ago=1)
    (look,) = rounds.watch.take_looks()
    assert look.at_s == pytest.approx(0.009)


def test_where_the_kernel_shows_nothing_it_says_so() -> None:
    rounds = _Rounds()
    rounds.see(None, None)
    assert rounds.watch.unseen == "the kernel does not show what the workers wait for"
    assert rounds.watch.use() is None
    rounds.see(_RUNS, _WAITS)
    assert rounds.watch.unseen == ""


def test_where_the_gil_cannot_be_found_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def not_found(_pid: int) -> range:
        raise RuntimeNotFoundError("no runtime was found in it")

    monkeypatch.setattr(gil_watch, "runtime_region", not_found)
    rounds = _Rounds()
    rounds.see(_RUNS, _WAITS)
    assert rounds.watch.unseen.endswith("cannot be seen in this Python: no runtime was found in it")
    assert rounds.watch.use() is None

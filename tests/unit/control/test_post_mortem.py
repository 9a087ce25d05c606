"""The sentence about a runner that died."""

from concur_workloads.control.post_mortem import cause_of_death
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneStatus


def _running(task: int) -> LaneStatus:
    return LaneStatus(State.RUNNING, task, 1, 0)


def test_names_the_worker_the_task_and_the_signal() -> None:
    text = cause_of_death(7, -9, {2: _running(5)}, in_one_process=True)
    assert text == "The runner (process 7) was ended by SIGKILL while worker 2 ran task 5."


def test_names_the_exit_code() -> None:
    text = cause_of_death(7, 3, {}, in_one_process=True)
    assert text == "The runner (process 7) exited with code 3."


def test_says_that_threads_cannot_be_told_apart() -> None:
    both = {1: _running(4), 2: _running(5)}
    text = cause_of_death(7, -11, both, in_one_process=True)
    assert "worker 1 ran task 4, worker 2 ran task 5." in text
    assert "They share one process" in text
    assert "They share" not in cause_of_death(7, -11, both, in_one_process=False)


def test_a_warm_up_task_is_named_as_such() -> None:
    status = LaneStatus(State.WARMING_UP, -1, 0, 0)
    text = cause_of_death(7, -15, {1: status}, in_one_process=False)
    assert "worker 1 ran a warm-up task" in text


def test_of_many_only_some_are_named() -> None:
    text = cause_of_death(7, -9, {n: _running(n) for n in range(1, 101)}, in_one_process=True)
    assert "worker 8 ran task 8 and 92 more." in text

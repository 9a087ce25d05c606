"""Tasks handed out in chunks."""

import threading

from concur_workloads.backends.task_source import TaskSource


def _all(source: TaskSource) -> list[int]:
    taken: list[int] = []
    while (chunk := source.take()) is not None:
        taken.extend(chunk)
    return taken


def test_every_task_is_handed_out_once_in_order() -> None:
    assert _all(TaskSource(10, 3)) == list(range(10))


def test_the_last_chunk_may_be_shorter() -> None:
    source = TaskSource(5, 4)
    assert source.take() == range(4)
    assert source.take() == range(4, 5)
    assert source.take() is None


def test_what_is_given_back_is_handed_out_again() -> None:
    source = TaskSource(4, 2)
    assert source.take() == range(2)
    source.give_back(range(2))
    assert sorted(_all(source)) == [0, 1, 2, 3]


def test_left_says_whether_take_would_give_something() -> None:
    source = TaskSource(1, 1)
    assert source.left
    source.take()
    assert not source.left
    source.give_back(range(1))
    assert source.left


def test_threads_never_get_the_same_task() -> None:
    source = TaskSource(20_000, 7)
    shares: list[list[int]] = [[] for _ in range(4)]
    threads = [
        threading.Thread(target=lambda share=share: share.extend(_all(source))) for share in shares
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(task for share in shares for task in share) == list(range(20_000))


def test_clear_counts_what_was_left_and_given_back() -> None:
    source = TaskSource(10, 3)
    source.take()
    source.give_back(range(1, 3))
    assert source.clear() == 9
    assert (source.take(), source.left, source.clear()) == (None, False, 0)


def test_it_knows_whether_a_round_was_handed_out_in_part() -> None:
    source = TaskSource(6, 1)
    within = []
    while source.take() is not None:
        within.append(source.is_within_round(3))
    assert within == [True, True, False, True, True, False]

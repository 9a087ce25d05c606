"""A set of tasks knows what is in it, and what is not."""

from concur_workloads.backends.pool.task_set import TaskSet


def test_it_starts_empty() -> None:
    tasks = TaskSet(20)
    assert 0 not in tasks
    assert list(tasks.missing(20)) == list(range(20))


def test_what_is_added_is_in_it_and_no_longer_missing() -> None:
    tasks = TaskSet(20)
    for task in (0, 7, 8, 19):
        tasks.add(task)
        tasks.add(task)
    assert [task for task in range(20) if task in tasks] == [0, 7, 8, 19]
    assert list(tasks.missing(20)) == [*range(1, 7), *range(9, 19)]


def test_only_tasks_below_the_end_are_missing() -> None:
    tasks = TaskSet(100)
    for task in range(16):
        tasks.add(task)
    assert list(tasks.missing(16)) == []
    assert list(tasks.missing(18)) == [16, 17]

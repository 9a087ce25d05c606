"""What is peculiar to `ProcessPoolExecutor`: how it replaces processes, and how it does not."""

import pytest

from concur_workloads.api import RunSpec, SpecError, prepare
from support.experiments import PROCESSES, Mechanism, run_to_end

_TASKS = 12

REPLACING = [
    each
    for each in PROCESSES
    if each.backend == "ProcessPoolExecutor" and each.start_method != "fork"
]


@pytest.mark.parametrize("mechanism", REPLACING, ids=str)
@pytest.mark.parametrize("queue_bound", [0, None])
async def test_processes_are_replaced_or_it_is_told_that_they_are_not(
    mechanism: Mechanism, queue_bound: int | None
) -> None:
    """Up to Python 3.13 it starts no successors for tasks that were all handed in before."""
    spec = mechanism.spec(
        "no-op", tasks=_TASKS, max_tasks_per_child=3, queue_bound=queue_bound, warm_up=2
    )
    result, log = await run_to_end(spec)
    (only,) = result.passes
    ready = {entry.text for entry in log if "after its creation" in entry.text}
    assert sum(each.tasks for each in result.workers) == only.completed
    assert {each.exit for each in result.workers} <= {0, None}
    if result.status == "completed":
        assert only.completed == _TASKS
        assert len(ready) >= _TASKS // 3
        assert not [entry for entry in log if entry.level in ("warning", "error")]
    else:
        assert only.completed + only.failed == _TASKS
        assert "NoSuccessor: every process has ended after its max_tasks_per_child" in result.cause


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"backend": "ProcessPoolExecutor", "max_tasks_per_child": 3, "start_method": "fork"},
            "left out with the start method fork",
        ),
        (
            {"backend": "multiprocessing.Pool", "retries": 1, "chunk_size": 2},
            "0 but for imap_unordered with chunks of 1",
        ),
        (
            {"backend": "multiprocessing.Pool", "retries": 1, "pool_method": "map"},
            "0 but for imap_unordered with chunks of 1",
        ),
    ],
)
def test_what_a_pool_does_not_permit_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(SpecError, match=words):
        prepare(RunSpec("no-op").with_changes(**changes))

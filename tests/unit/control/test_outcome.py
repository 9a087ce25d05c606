"""What a result says of its workers, from what is known of the backend."""

import pytest

from concur_workloads.control.outcome import build_result
from concur_workloads.results.where_time_went import WhereTimeWent
from concur_workloads.spec import RunSpec


@pytest.mark.parametrize(
    ("backend", "word", "share_gil"),
    [
        ("threading.Thread", "threads", True),
        ("asyncio", "workers", True),
        ("multiprocessing.Pool", "processes", False),
        ("mpire", "processes", False),
        ("sub-interpreters", "interpreters", False),
    ],
)
def test_what_the_workers_are(backend: str, word: str, *, share_gil: bool) -> None:
    spec = RunSpec("no-op", backend=backend)
    result = build_result(spec, [], "failed", "no start", 0.0, None, WhereTimeWent(), None)
    assert (result.workers_are, result.workers_share_gil) == (word, share_gil)

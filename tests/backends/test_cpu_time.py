"""The CPU time of the shortest tasks is their own, not that of the clocks which take it."""

import pytest

from support.experiments import Mechanism, run_to_end


@pytest.mark.parametrize("backend", ["serial", "threading.Thread"])
async def test_a_no_op_is_on_a_cpu_no_longer_than_it_lasts(backend: str) -> None:
    result, _ = await run_to_end(Mechanism(backend, None).spec("no-op", tasks=5_000))
    assert result.status == "completed"
    for worker in result.workers:
        # Half a microsecond a task is less than the readings of the clocks themselves take.
        assert 0 <= worker.on_cpu_s < worker.busy_s + 0.5e-6 * worker.tasks

"""I/O-bound work on every backend: real requests to a server that comes and goes with the run."""

import pytest

from support.experiments import MECHANISMS, Mechanism, run_to_end


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=str)
async def test_requests_are_answered_in_every_worker(mechanism: Mechanism) -> None:
    spec = mechanism.spec("loopback-requests", parameters={"latency_ms": 2.0}, tasks=30)
    result, log = await run_to_end(spec)
    assert (result.status, result.cause) == ("completed", "")
    assert result.latency is not None
    assert result.latency.p50 >= 0.002
    assert [entry for entry in log if entry.level in ("warning", "error")] == []


async def test_throughput_grows_with_threads() -> None:
    walls_s = []
    for workers in (1, 8):
        spec = Mechanism("threading.Thread", None).spec(
            "loopback-requests", parameters={"latency_ms": 10.0}, tasks=48, workers=workers
        )
        result, _ = await run_to_end(spec)
        assert result.wall_s is not None
        walls_s.append(result.wall_s)
    assert walls_s[1] < walls_s[0] / 3

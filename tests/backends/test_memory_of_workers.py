"""What tasks measure of memory that is shared, copied, handed over or taken by workers."""

import sys
from typing import Any

import pytest

from concur_workloads.api import Measured, workload
from support.experiments import Mechanism, run_to_end

SERIAL = Mechanism("serial", None)
THREADS = Mechanism("threading.Thread", None)
FORKED = Mechanism("multiprocessing.Process", "fork")

MIB = 1 << 20

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has smaps_rollup")
exhaustive = pytest.mark.exhaustive


async def measured(
    name: str, mechanism: Mechanism = SERIAL, **parameters: Any
) -> dict[str, Measured]:
    """What one task measured, which its workload must find right."""
    spec = mechanism.spec(name, parameters=parameters, tasks=1, workers=1)
    result, log = await run_to_end(spec)
    assert (result.status, result.cause, result.failures) == ("completed", "", ())
    # Of a child that fails, or of a resource tracker that finds something left.
    assert [entry.text for entry in log if entry.source == "stderr"] == []
    found = {each.figure.name: each.measured for each in result.figures}
    verify = workload(name).verify
    assert verify is None or verify(found, spec.parameters) == ""
    return found


@pytest.mark.parametrize("kept_in", ["array", "shared memory"])
@pytest.mark.parametrize(
    ("mechanism", "changed_by"),
    [
        (SERIAL, "fork"),
        pytest.param(THREADS, "thread", marks=exhaustive),
        pytest.param(FORKED, "spawn", marks=exhaustive),
        pytest.param(FORKED, "forkserver", marks=exhaustive),
    ],
)
async def test_a_change_is_seen_where_the_value_is_shared(
    mechanism: Mechanism, changed_by: str, kept_in: str
) -> None:
    found = await measured(
        "shared-or-copied", mechanism, changed_by=changed_by, kept_in=kept_in, values=10
    )
    is_shared = changed_by == "thread" or kept_in == "shared memory"
    assert found["changes made"].median == 10
    assert found["changes seen"].median == (10 if is_shared else 0)


@on_linux
@pytest.mark.parametrize("use", ["write bytes", "read bytes", "read objects"])
async def test_a_forked_child_copies_what_it_writes(use: str) -> None:
    found = await measured("copy-on-write", use=use, size_mib=8, steps=2)
    copied = found["USS after"].median - found["USS before"].median
    assert (copied > 7 * MIB) is (use != "read bytes")
    assert found["PSS before"].median < found["PSS after"].median + MIB


@pytest.mark.parametrize(
    ("mechanism", "way", "kind"),
    [
        (SERIAL, "pipe", "fork"),
        (FORKED, "shared memory", "fork"),
        (SERIAL, "fork", "fork"),
        pytest.param(SERIAL, "shared memory", "spawn", marks=exhaustive),
        pytest.param(FORKED, "shared memory", "forkserver", marks=exhaustive),
        pytest.param(FORKED, "pipe", "spawn", marks=exhaustive),
    ],
)
async def test_a_child_gets_the_bytes_and_nothing_is_left(
    mechanism: Mechanism, way: str, kind: str
) -> None:
    found = await measured("big-arguments", mechanism, way=way, size_mib=4, kind=kind)
    piped = found["through the pipe"].median
    assert (piped >= 4 * MIB) is (way == "pipe")
    if "child's own memory" in found:
        assert (found["child's own memory"].median > 3 * MIB) is (way == "pipe")


@on_linux
@pytest.mark.parametrize(
    ("kind", "at_least"),
    [
        ("fork", MIB // 4),
        pytest.param("subprocess", MIB, marks=exhaustive),
        pytest.param("spawn", MIB, marks=exhaustive),
        pytest.param("forkserver", MIB, marks=exhaustive),
    ],
)
async def test_each_kind_of_worker_is_weighed(kind: str, at_least: int) -> None:
    found = await measured("memory-per-worker", FORKED, kind=kind, count=2)
    assert at_least <= found["USS of each"].median < 64 * MIB
    assert found["PSS of each"].median >= at_least

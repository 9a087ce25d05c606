"""What goes wrong before the first task: it is told, and nobody waits for what never comes."""

import time
from pathlib import Path

import pytest

from concur_workloads.api import RunResult
from support.experiments import (
    EACH_BACKEND,
    PROCESSES,
    Mechanism,
    lanes_of,
    run_to_end,
    watched,
)

pytestmark = pytest.mark.faults

_LIMIT_S = 0.2
_ENDLESS = {"parameters": {"seconds": 3_600}, "tasks": 4}


@pytest.mark.parametrize("mechanism", EACH_BACKEND, ids=str)
async def test_a_warm_up_task_that_takes_too_long_ends_the_run(mechanism: Mechanism) -> None:
    result, _ = await run_to_end(mechanism.spec("sleep", timeout_s=_LIMIT_S, **_ENDLESS))
    assert result.status == "failed"
    worker = result.cause.removeprefix("Worker ")[0]
    assert result.cause == (
        f"Worker {worker} exceeded the time limit of 0.2 s in a warm-up task, so the run was ended."
    )


@pytest.mark.parametrize("mechanism", PROCESSES, ids=str)
async def test_a_worker_that_is_killed_while_it_warms_up_ends_the_run(
    mechanism: Mechanism,
) -> None:
    async with watched(mechanism.spec("sleep", **_ENDLESS)) as run:
        look = await run.until(
            lambda look: {lane.state for lane in lanes_of(look)} == {"warming up"}
        )
        victim = lanes_of(look)[0]
        began_s = time.time()
        run.experiment.kill_worker(victim.worker, "SIGKILL")
        result = await run.result()
    assert (result.status, result.passes) == ("failed", ())
    assert f"Worker {victim.worker} " in result.cause
    assert "was ended by SIGKILL on request" in result.cause
    words = f"worker {victim.worker} (process {victim.pid}) was ended by SIGKILL"
    # Told at once; the others, on tasks that do not end, then get a second before they are ended.
    assert run.lines_with(words)[0].time_s - began_s < 2


async def _run_with(interpreter: str) -> RunResult:
    # After it was found fit, and before it is started, a Python may be replaced.
    spec = Mechanism("threading.Thread", None).spec("no-op").with_changes(interpreter=interpreter)
    return (await run_to_end(spec))[0]


async def test_an_interpreter_that_is_none_is_told() -> None:
    result = await _run_with("/bin/false")
    assert (result.status, result.environment) == ("failed", None)
    assert result.cause == (
        "/bin/false exited with code 1 before it answered: is it a Python 3.10 or later?"
    )


async def test_an_interpreter_that_cannot_be_executed_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("neither a script nor a program")
    broken.chmod(0o755)
    result = await _run_with(str(broken))
    assert (result.status, result.environment) == ("failed", None)
    assert result.cause == f"{broken} could not be started: Exec format error."

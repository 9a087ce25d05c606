"""What happens to workers and figures between passes, and while a side is not running one."""

from concur_workloads.api import Phase, RunSpec
from support.experiments import MECHANISMS, PROCESSES, Mechanism, lanes_of, watched

THREADS = next(each for each in MECHANISMS if each.backend == "threading.Thread")
OWN = next(each for each in PROCESSES if each.backend == "multiprocessing.Process")
POOL = next(each for each in PROCESSES if each.backend == "ProcessPoolExecutor")


def _sleeps(mechanism: Mechanism, *, tasks: int, seconds: float, repeats: int) -> RunSpec:
    """Pairs of passes over tasks that sleep, without warm-up."""
    parameters = {"seconds": seconds}
    return mechanism.spec(
        "sleep", parameters=parameters, tasks=tasks, repeats=repeats, baseline=True, warm_up=0
    )


async def test_a_paused_pass_does_not_count() -> None:
    spec = _sleeps(THREADS, tasks=20, seconds=0.02, repeats=2)
    async with watched(spec) as run:
        await run.until(lambda look: look.phase is Phase.SERIAL_PASS and look.done > 0)
        run.experiment.pause()
        paused = await run.until_at_rest()
        await run.after(paused, 0.5)
        run.experiment.resume()
        result = await run.result()
    assert [(each.role, each.number) for each in result.passes if each.paused] == [("serial", 1)]
    assert result.speedup is not None
    assert result.speedup.pairs == 1
    unpaused = [each for each in result.passes if each.role == "serial" and not each.paused]
    assert result.serial_wall_s == unpaused[0].wall_s


async def test_a_worker_killed_while_idle_is_back_for_the_next_pass() -> None:
    spec = _sleeps(OWN, tasks=3, seconds=0.2, repeats=4)
    async with watched(spec) as run:
        # Of three tasks for two workers, one has nothing to do while the other runs the last.
        look = await run.until(
            lambda look: (
                look.pass_number < look.passes
                and any(lane.task == 2 for lane in lanes_of(look))
                and any(lane.state == "idle" for lane in lanes_of(look))
            )
        )
        idle = next(lane for lane in lanes_of(look) if lane.state == "idle")
        run.experiment.kill_worker(idle.worker, "SIGKILL")
        result = await run.result()
    assert result.status == "completed"
    killed = run.lines_with(f"worker {idle.worker} (process {idle.pid}) was ended by SIGKILL")
    assert len(killed) == 1
    assert result.workers[idle.worker - 1].pid != idle.pid
    assert result.workers[idle.worker - 1].tasks > idle.ok


async def test_the_second_kill_of_a_pool_between_passes_is_refused() -> None:
    spec = _sleeps(POOL, tasks=60, seconds=0.05, repeats=1)
    async with watched(spec) as run:
        await run.until(lambda look: look.phase is Phase.SERIAL_PASS and look.done > 0)
        run.experiment.kill_worker(1, "SIGKILL")
        run.experiment.kill_worker(1, "SIGKILL")
        await run.until(lambda look: look.done > 10)
        run.experiment.kill_worker(1, "SIGKILL")
        await run.until_logged("kill worker was refused")
        result = await run.result()
    assert result.status == "failed"
    assert "BrokenProcessPool" in result.cause


async def test_cancelling_does_not_walk_through_the_tasks_that_are_left() -> None:
    spec = THREADS.spec("no-op", tasks=50_000_000)
    async with watched(spec, cancel_grace_s=20.0) as run:
        await run.until(lambda look: look.done > 1_000)
        cancelled = run.look()
        run.experiment.cancel()
        result = await run.result()
    assert result.status == "cancelled"
    assert result.cause == ""
    assert run.looks[-1].elapsed_s - cancelled.elapsed_s < 10.0

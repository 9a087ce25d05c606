"""What our backends take, each time in a runner of its own."""

import asyncio
from typing import Any

from concur_workloads.api import Experiment, LogEntry, RunResult, RunSpec, prepare


def our_run(workload: str, **settings: Any) -> RunResult:
    """One run to its end, by default without serial passes.

    Raises RuntimeError if it is not completed.
    """

    def ignore(_entry: LogEntry) -> None:
        pass

    spec = prepare(RunSpec(workload, **{"baseline": False, **settings}))
    result = asyncio.run(Experiment(spec, ignore).run())
    if result.status != "completed":
        raise RuntimeError(f"{spec.backend} {result.status}: {result.cause}")
    return result


def seconds_a_task(workload: str, **settings: Any) -> float:
    """Of the median pass of one run."""
    result = our_run(workload, **settings)
    assert result.wall_s is not None
    return result.wall_s / result.spec.tasks


def seconds_to_first_result(**settings: Any) -> float:
    """From the wish for workers to the result of a no-op, none of them having been warmed up."""
    result = our_run("no-op", tasks=1, repeats=1, warm_up=0, **settings)
    assert result.phases.startup is not None
    assert result.wall_s is not None
    return result.phases.startup + result.wall_s

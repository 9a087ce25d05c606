"""A program that runs an experiment without end, one task going wrong, and says when it has.

Arguments: the fault, the backend, and the start method where it has one.
"""

import asyncio
import sys

from concur_workloads.api import Experiment, RunSnapshot, RunSpec, prepare

_AT_TASK = 4

#: A worker may have that many tasks before one that was handed out earlier begins.
_SURELY_PAST = 200
_LOOK_S = 0.01


async def _run(fault: str, backend: str, start_method: str | None) -> None:
    spec = RunSpec(
        "misbehave",
        {"fault": fault, "at_task": _AT_TASK},
        backend=backend,
        start_method=start_method,
        workers=1 if backend == "serial" else 2,
        tasks=1_000_000,
        baseline=False,
    )
    experiment = Experiment(prepare(spec), lambda _entry: None)
    looking = asyncio.create_task(_tell(experiment, fault))
    await experiment.run()
    await looking


async def _tell(experiment: Experiment, fault: str) -> None:
    while True:
        if _is_under_way(experiment.snapshot(), fault):
            print("under way", flush=True)
            return
        await asyncio.sleep(_LOOK_S)


def _is_under_way(look: RunSnapshot, fault: str) -> bool:
    if fault == "hang":
        return any(lane.task == _AT_TASK for lane in look.lanes)
    return look.done > _SURELY_PAST


asyncio.run(_run(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None))

"""A program that runs an experiment without end, one worker hanging, and says when it is so.

Arguments: the backend, and the start method where it has one.
"""

import asyncio
import sys

from concur_workloads.api import Experiment, RunSpec, prepare

_AT_TASK = 4
_LOOK_S = 0.01


async def _run(backend: str, start_method: str | None) -> None:
    spec = RunSpec(
        "misbehave",
        {"fault": "hang", "at_task": _AT_TASK},
        backend=backend,
        start_method=start_method,
        workers=1 if backend == "serial" else 2,
        tasks=1_000_000,
        baseline=False,
    )
    experiment = Experiment(prepare(spec), lambda _entry: None)
    looking = asyncio.create_task(_tell(experiment))
    await experiment.run()
    await looking


async def _tell(experiment: Experiment) -> None:
    while True:
        if any(lane.task == _AT_TASK for lane in experiment.snapshot().lanes):
            print("under way", flush=True)
            return
        await asyncio.sleep(_LOOK_S)


asyncio.run(_run(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None))

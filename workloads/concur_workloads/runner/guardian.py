"""A process that outlives the program and the runner by a moment, to end what they no longer can.

When the program is killed, the kernel kills the runner and its workers along, but not what tasks
have forked: that inherits no such order, and may be in a session of its own.
"""

from __future__ import annotations

import os
import select
import signal
import time
from contextlib import suppress
from typing import NoReturn

from concur_workloads.isolation import RUN_VARIABLE, scratch_prefix
from concur_workloads.process_sweep import GUARDIAN, end_run

#: How long a program that lives may take to end the guardian of a runner that has ended.
_END_LIMIT_S = 5.0

_MOST_SWEEPS = 50
_SWEEP_AGAIN_S = 0.02


def post_guardian(program: int) -> None:
    """Have this runner's run ended when `program` is gone; Linux only, and before any thread."""
    if not hasattr(os, "pidfd_open"):
        return
    runner = os.getpid()
    with suppress(OSError):
        ends = [os.pidfd_open(program), os.pidfd_open(runner)]
        # Twice, so that it is no child of ours: what waits for all its children must not wait.
        between = os.fork()
        if between == 0:
            if os.fork() == 0:
                _guard(program, runner, *ends)
            os._exit(0)
        os.waitpid(between, 0)
        for each in ends:
            os.close(each)


def _guard(program: int, runner: int, program_end: int, runner_end: int) -> NoReturn:
    try:
        _stand_apart()
        _wait_for([program_end, runner_end], None)
        if _wait_for([program_end], _END_LIMIT_S):
            _sweep(runner)
            _remove_scratch(program)
    finally:
        os._exit(0)


def _stand_apart() -> None:
    """No signal to the runner's group reaches it, and it holds none of the runner's streams."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    os.close(nothing)
    with open("/proc/self/comm", "wb") as name:
        name.write(GUARDIAN)


def _wait_for(ends: list[int], limit_s: float | None) -> bool:
    """Whether one of the processes ended in time."""
    return bool(select.select(ends, [], [], limit_s)[0])


def _sweep(runner: int) -> None:
    """What is killed may have forked just before, so look until nothing is found."""
    run = os.environ.get(RUN_VARIABLE, "")
    for _ in range(_MOST_SWEEPS):
        if not end_run(run, runner, spare=os.getpid()):
            return
        time.sleep(_SWEEP_AGAIN_S)


def _remove_scratch(program: int) -> None:
    """The folder for temporary files, if the program made one for this run."""
    folder = os.environ.get("TMPDIR", "")
    if os.path.basename(folder).startswith(scratch_prefix(program)):
        import shutil

        shutil.rmtree(folder, ignore_errors=True)

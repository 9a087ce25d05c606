"""Programs that a task starts and waits for."""

from __future__ import annotations

import sys
from contextlib import suppress
from time import perf_counter_ns

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_LIMIT_S = 10.0
_PYTHON_ECHO = "import sys; print(sys.argv[1])"


def _command(task: int, settings: Settings) -> list[str]:
    if settings["program"] == "echo":
        return ["echo", str(task)]
    return [sys.executable, "-I", "-S", "-c", _PYTHON_ECHO, str(task)]


def _run_program(task: int, settings: Settings) -> Outcome:
    # Late, as other workloads do without it.
    import subprocess

    command = _command(task, settings)
    began_ns = perf_counter_ns()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        started_ns = perf_counter_ns()
        try:
            printed, _ = process.communicate(timeout=_LIMIT_S)
        except BaseException as error:
            process.kill()
            if isinstance(error, subprocess.TimeoutExpired):
                raise TimeoutError(_too_long(command)) from None
            raise
    return _outcome(task, printed, process.returncode, started_ns - began_ns)


async def _run_program_in_loop(task: int, settings: Settings) -> Outcome:
    import asyncio
    from asyncio.subprocess import DEVNULL, PIPE

    command = _command(task, settings)
    began_ns = perf_counter_ns()
    process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE)
    started_ns = perf_counter_ns()
    try:
        printed, _ = await asyncio.wait_for(process.communicate(), _LIMIT_S)
    except BaseException as error:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        if isinstance(error, asyncio.TimeoutError):
            raise TimeoutError(_too_long(command)) from None
        raise
    return _outcome(task, printed, process.returncode, started_ns - began_ns)


def _too_long(command: list[str]) -> str:
    return f"{command[0]} did not end within {_LIMIT_S:g} s"


def _outcome(task: int, printed: bytes, status: int | None, start_ns: int) -> Outcome:
    if status != 0 or printed.split() != [str(task).encode()]:
        raise OSError(f"the program ended with status {status} and printed {printed!r}")
    return Outcome(task, {"start": start_ns / 1e9})


WORKLOADS = (
    Workload(
        name="programs",
        title="start programs",
        family="I/O-bound",
        kind="I/O-bound: the work is done by other processes",
        summary="Starts a small program with subprocess, reads what it prints, waits for its end.",
        look_at=(
            "Compare the time of a start with that of the whole task for both programs: what is "
            "left is what the program itself took. The lanes' share of a CPU does not hold what "
            "the programs use, the bars of the machine do: see which of the two limits throughput "
            "as workers grow."
        ),
        parameters=(
            Parameter(
                "program",
                "echo",
                "what is started: a tiny program, or a new Python",
                choices=("echo", "python"),
            ),
        ),
        body=_run_program,
        coroutine=_run_program_in_loop,
        figures=(Figure("start", "s", "until the call that starts the program came back"),),
        default_tasks=100,
    ),
)

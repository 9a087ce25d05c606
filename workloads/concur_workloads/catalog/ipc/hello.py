"""The first message between two processes that everybody sends."""

from __future__ import annotations

from functools import partial

from concur_workloads.catalog.ipc.family import BACKENDS, ELSEWHERE, FAMILY
from concur_workloads.catalog.ipc.line import Load
from concur_workloads.catalog.ipc.object_lines import queues
from concur_workloads.catalog.ipc.partner_processes import partner_processes
from concur_workloads.catalog.ipc.roles import say
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter


def _hello(_task: int, settings: Settings) -> str:
    """Have a process put a text in a queue; print what comes out."""
    text: str = settings["text"]
    size = len(text.encode())
    with (
        queues(Load(size, size)) as line,
        partner_processes(partial(say, text), [line], None),
    ):
        said = bytes(line.ours.receive()).decode()
    print(said)
    if said != text:
        raise ValueError(f"{text!r} was put in the queue, and {said!r} came out of it")
    return said


WORKLOADS = (
    Workload(
        name="hello-queue",
        title="hello through a queue",
        family=FAMILY,
        kind="one message from a process of its own",
        summary="A new process puts a text in a multiprocessing.Queue, the task prints it.",
        look_at=(
            "See the text in the log. The time of a task is nearly all that of creating a process "
            "and the queue, not of the message: ping-pong tells what the message takes."
        ),
        parameters=(
            Parameter("text", "Hello from the worker!", "what the process puts in the queue"),
        ),
        body=_hello,
        default_tasks=2,
        default_repeats=1,
        baseline=False,
        backends=BACKENDS,
        elsewhere=ELSEWHERE,
        smallest_tasks=2,
    ),
)

"""The first message between two processes that everybody sends."""

from __future__ import annotations

from functools import partial

from concur_workloads.catalog.ipc.line import Load
from concur_workloads.catalog.ipc.object_lines import queues
from concur_workloads.catalog.ipc.partner_processes import partner_processes
from concur_workloads.catalog.ipc.roles import say
from concur_workloads.catalog.workload import Settings


def hello(_task: int, settings: Settings) -> str:
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

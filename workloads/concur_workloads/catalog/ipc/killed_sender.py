"""A sender that is killed in the middle of a message, and what becomes of all others."""

from __future__ import annotations

import os
import queue
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from time import monotonic
from typing import TYPE_CHECKING, Any

from concur_workloads.catalog.children import LIMIT_S, Child, ChildFailed, child_process
from concur_workloads.catalog.figures import Figure, Measured, Outcome
from concur_workloads.catalog.ipc.common_channels import CHANNELS, Channel, Send
from concur_workloads.catalog.ipc.family import BACKENDS, ELSEWHERE, FAMILY
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: More than any pipe holds, so that whoever sends it is in the middle of it until it is read.
_LARGE = 4 << 20
_SMALL = 64

_FIGURES = (
    Figure("senders blocked", "", "other senders whose message was not written within the limit"),
    Figure("messages that came", "", "messages of other senders that the reader got"),
    Figure("reader blocked", "", "1 if the reader hung in a message that nobody will end, else 0"),
)


def _kill_sender(_task: int, settings: Settings) -> Outcome:
    """Kill a sender in the middle of a message, then let others send and somebody read."""
    others, limit_s = settings["senders"], settings["limit_s"]
    with CHANNELS[settings["channel"]](1 + others) as channel, ExitStack() as opened:

        def start(live: Callable[..., None], *arguments: object) -> Child:
            return opened.enter_context(child_process("spawn", live, *arguments))

        victim = start(_send, channel.sends[0], _LARGE)
        senders = [start(_send, each, _SMALL) for each in channel.sends[1:]]
        reader = start(_read, channel.receive, others, limit_s)
        for child in (victim, *senders, reader):
            child.receive()
        channel.let_go()
        _kill_in_the_middle(victim, channel)
        blocked = _silent_after_go(senders, limit_s)
        came, is_blocked = _read_by(reader, others, limit_s)
    reads_on = "hangs" if is_blocked else "reads on"
    # The outcome first, as a narrow log shows little more.
    print(
        f"{blocked} of {others} others blocked, {came} of {others} came, the reader {reads_on}: "
        f"after {limit_s:g} s, with process {victim.pid} killed in the middle of its message"
    )
    figures = (blocked, came, int(is_blocked))
    names = (each.name for each in _FIGURES)
    return Outcome(figures, dict(zip(names, figures, strict=True)))


def _verify(measured: Mapping[str, Measured], settings: Settings) -> str:
    """What is wrong with what was measured; empty where it is as it must be."""
    others = settings["senders"]
    blocked, came = (measured[name] for name in ("senders blocked", "messages that came"))
    if settings["channel"] == "private-pipes":
        right = blocked.highest == 0 and came.lowest == others
        return "" if right else "a private pipe was blocked by the death of another sender"
    right = blocked.lowest == others and came.highest == 0
    return "" if right else "somebody could send though the lock was never given back"


def _kill_in_the_middle(victim: Child, channel: Channel) -> None:
    """Let it send, and kill it once it writes: then it holds whatever lock there is."""
    from multiprocessing.connection import wait

    victim.send("go")
    if not wait([channel.begun], LIMIT_S):
        raise ChildFailed(f"process {victim.pid} did not begin to write within {LIMIT_S:g} s")
    os.kill(victim.pid, signal.SIGKILL)
    code = victim.join()
    if code != -signal.SIGKILL:
        raise ChildFailed(f"process {victim.pid} had ended before it was killed, with code {code}")


def _silent_after_go(senders: Sequence[Child], limit_s: float) -> int:
    """Let all send; how many do not say within the limit that they have."""
    from multiprocessing.connection import wait

    for child in senders:
        child.send("go")
    silent: dict[Any, Child] = {child.fileno(): child for child in senders}
    deadline = monotonic() + limit_s
    while silent and (ready := wait(list(silent), max(0.0, deadline - monotonic()))):
        for each in ready:
            silent.pop(each).receive()
    return len(silent)


def _read_by(reader: Child, messages: int, limit_s: float) -> tuple[int, bool]:
    """How many messages the reader gets, and whether it hangs in spite of its own time limit."""
    from multiprocessing.connection import wait

    reader.send("go")
    for came in range(messages):
        # It may take its limit for each before it gives up by itself.
        if not wait([reader.fileno()], 2 * limit_s):
            return came, True
        if reader.receive() == "gave up":
            return came, False
    return messages, False


def _send(connection: Connection[Any, Any], send: Send, size: int) -> None:
    """In a sender: be ready, wait to be told, send, and say so."""
    connection.send("ready")
    connection.recv()
    send(bytes(size))
    connection.send("sent")


def _read(
    connection: Connection[Any, Any],
    receive: Callable[[float], object],
    messages: int,
    limit_s: float,
) -> None:
    """In the reader: be ready, wait to be told, then say of each message that it came."""
    connection.send("ready")
    connection.recv()
    for _ in range(messages):
        try:
            receive(limit_s)
        except queue.Empty:
            connection.send("gave up")
            return
        connection.send("came")


WORKLOADS = (
    Workload(
        name="killed-with-lock",
        title="killed with the lock",
        family=FAMILY,
        kind="one process dies, others wait",
        summary="Kills a process in the middle of a message; others then try to send and to read.",
        look_at=(
            "A queue that processes share is a pipe with a lock for those who write: see how many "
            "others can still send, and whether the reader comes to an end, after the one that "
            "held the lock has died. Then take private pipes as the channel and compare."
        ),
        parameters=(
            Parameter("channel", "queue", "what the senders write to", choices=tuple(CHANNELS)),
            Parameter("senders", 3, "senders beside the one that is killed", 1, 32),
            Parameter("limit_s", 0.5, "how long others may take to send", 0.05, 60.0, unit="s"),
        ),
        body=_kill_sender,
        default_tasks=1,
        default_repeats=1,
        baseline=False,
        figures=_FIGURES,
        backends=BACKENDS,
        elsewhere=ELSEWHERE,
        verify=_verify,
        smallest={"senders": 1, "limit_s": 0.3},
        smallest_tasks=2,
    ),
)

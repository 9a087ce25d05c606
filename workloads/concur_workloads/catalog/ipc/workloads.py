"""The family of messages between two ends."""

from __future__ import annotations

from collections.abc import Mapping

from concur_workloads.catalog.figures import Measured
from concur_workloads.catalog.ipc import killed_sender, ping_pong, streaming
from concur_workloads.catalog.ipc.common_channels import CHANNELS
from concur_workloads.catalog.ipc.hello import hello
from concur_workloads.catalog.ipc.mechanisms import MECHANISM, MESSAGE_BYTES
from concur_workloads.catalog.ipc.placement import PLACEMENT, check_placement
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_FAMILY = "IPC"

#: Those whose workers may start processes, and are more than an interpreter of one.
_BACKENDS = (
    "serial",
    "threading.Thread",
    "ThreadPoolExecutor",
    "asyncio",
    "multiprocessing.Process",
    "ProcessPoolExecutor",
)
_ELSEWHERE = "its tasks start processes of their own, which workers of other backends may not"


def _check_ping_pong(settings: Settings, _backend: str) -> None:
    check_placement(settings)


def _check_streaming(settings: Settings, _backend: str) -> None:
    check_placement(settings)
    streaming.check_partners(settings)


def _verify_times(measured: Mapping[str, Measured], _settings: Settings) -> str:
    nothing = [name for name, each in measured.items() if each.lowest <= 0]
    return f"{', '.join(nothing)}: not more than nothing" if nothing else ""


WORKLOADS = (
    Workload(
        name="hello-queue",
        title="hello through a queue",
        family=_FAMILY,
        kind="one message from a process of its own",
        summary="A new process puts a text in a multiprocessing.Queue, the task prints it.",
        look_at=(
            "See the text in the log. The time of a task is nearly all that of creating a process "
            "and the queue, not of the message: ping-pong tells what the message takes."
        ),
        parameters=(
            Parameter("text", "Hello from the worker!", "what the process puts in the queue"),
        ),
        body=hello,
        default_tasks=2,
        default_repeats=1,
        baseline=False,
        backends=_BACKENDS,
        elsewhere=_ELSEWHERE,
        smallest_tasks=2,
    ),
    Workload(
        name="ping-pong",
        title="ping-pong",
        family=_FAMILY,
        kind="waits for the other end",
        summary="Sends a message to a partner and waits until it is back, many times in a row.",
        look_at=(
            "Compare the p50 of both placements before you compare mechanisms: how far apart they "
            "are says what it takes to wake somebody on another CPU. The time of a task also "
            "holds the start of its partner, the figures do not. One worker measures "
            "undisturbed; with more, the pairs get into each other's way."
        ),
        parameters=(
            MECHANISM,
            MESSAGE_BYTES,
            Parameter("round_trips", 1_000, "round trips that a task times", 10, 1_000_000),
            PLACEMENT,
        ),
        body=ping_pong.ping_pong,
        default_tasks=5,
        default_repeats=1,
        baseline=False,
        figures=ping_pong.FIGURES,
        backends=_BACKENDS,
        elsewhere=_ELSEWHERE,
        check=_check_ping_pong,
        verify=_verify_times,
        smallest={"round_trips": 10},
        smallest_tasks=2,
    ),
    Workload(
        name="streaming",
        title="streaming",
        family=_FAMILY,
        kind="copies, or waits for room and messages",
        summary="Sends messages one way as fast as they go, to a partner or several, or from them.",
        look_at=(
            "Raise the size of a message: bytes a second grow while the cost of a message counts, "
            "messages a second fall once the cost of its bytes does. Two CPUs help where both ends "
            "have work to do at the same time. With several partners see what sharing one queue "
            "costs beside a pipe for each."
        ),
        parameters=(
            MECHANISM,
            MESSAGE_BYTES,
            Parameter("messages", 1_000, "messages that each partner gets or sends", 1, 1_000_000),
            Parameter(
                "topology",
                "one-to-one",
                "one worker sends to one partner or to all in turn, or gets from all",
                choices=streaming.TOPOLOGIES,
            ),
            Parameter("partners", 1, "partners of each worker", 1, 64),
            PLACEMENT,
        ),
        body=streaming.stream,
        default_tasks=5,
        default_repeats=1,
        baseline=False,
        figures=streaming.FIGURES,
        backends=_BACKENDS,
        elsewhere=_ELSEWHERE,
        check=_check_streaming,
        verify=_verify_times,
        smallest={"messages": 10},
        smallest_tasks=2,
    ),
    Workload(
        name="killed-with-lock",
        title="killed with the lock",
        family=_FAMILY,
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
        body=killed_sender.kill_sender,
        default_tasks=1,
        default_repeats=1,
        baseline=False,
        figures=killed_sender.FIGURES,
        backends=_BACKENDS,
        elsewhere=_ELSEWHERE,
        verify=killed_sender.verify,
        smallest={"senders": 1, "limit_s": 0.3},
        smallest_tasks=2,
    ),
)

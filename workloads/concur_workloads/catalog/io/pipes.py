"""Pipes to a partner process, which sends back what it gets."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import perf_counter_ns
from typing import Any, BinaryIO, NamedTuple

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.kept_by_thread import KeptByThread
from concur_workloads.catalog.messages import SMALLEST, message
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_LIMIT_S = 10.0
_GONE = "the partner process at the other end of the pipes has gone"


class _Pipes(NamedTuple):
    """The worker's ends of two pipes: one to its partner, one back."""

    to_partner: BinaryIO
    from_partner: BinaryIO

    def close(self) -> None:
        """Close both, which ends the partner."""
        self.from_partner.close()
        # What is left to be sent, to one who has gone, is lost.
        with suppress(BrokenPipeError):
            self.to_partner.close()


@contextmanager
def _partners(_settings: Settings, _stage: Stage) -> Iterator[dict[str, Any]]:
    """A process of its own, so that it neither shares nor contends for the workers' GIL."""
    import tempfile

    from concur_workloads.catalog.io.pipe_partner import running_partners

    with (
        tempfile.TemporaryDirectory(prefix="concur-tui-pipes-") as folder,
        running_partners(os.path.join(folder, "p")) as address,
    ):
        yield {"address": address}


def _connect(address: str) -> _Pipes:
    their_in, our_out = os.pipe()
    our_in, their_out = os.pipe()
    ours = _Pipes(os.fdopen(our_out, "wb"), os.fdopen(our_in, "rb"))
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(_LIMIT_S)
            connection.connect(address)
            socket.send_fds(connection, [b"."], [their_in, their_out])
    except BaseException:
        ours.close()
        raise
    finally:
        # Else the partner's end would never be seen.
        os.close(their_in)
        os.close(their_out)
    return ours


#: A partner and two pipes for each worker.
pipes = KeptByThread(_connect)


def _talk(task: int, settings: Settings) -> Outcome:
    ours = pipes.to(settings["address"])
    sent = message(task, settings["bytes"])
    count: int = settings["messages"]
    began_ns = perf_counter_ns()
    for _ in range(count):
        _exchange(ours, sent)
    duration_s = (perf_counter_ns() - began_ns) / 1e9
    return Outcome((task, count), {"round trip": duration_s / count})


def _exchange(ours: _Pipes, sent: bytes) -> None:
    try:
        ours.to_partner.write(sent)
        ours.to_partner.flush()
    except BrokenPipeError:
        raise ConnectionError(_GONE) from None
    answer = ours.from_partner.read(len(sent))
    if len(answer) < len(sent):
        raise ConnectionError(_GONE)
    if answer != sent:
        raise ValueError("the partner sent back something else than it got")


WORKLOADS = (
    Workload(
        name="pipes",
        title="pipes",
        family="I/O-bound",
        kind="I/O-bound, releases the GIL while it waits",
        summary="Sends messages to a partner process through os.pipe and reads its answers.",
        look_at=(
            "Nobody sleeps here: a worker waits until its partner has had a CPU. Compare the round "
            "trip with one worker and with several, and with all on one core (affinity). Make the "
            "messages large to see copying take over from waiting."
        ),
        parameters=(
            Parameter("messages", 500, "how many a task sends, one after the other", 1, 1_000_000),
            Parameter(
                "bytes", 64, "size of a message and of its answer", SMALLEST, 1 << 24, unit="B"
            ),
        ),
        body=_talk,
        fixture=_partners,
        figures=(
            Figure(
                "round trip", "s", "mean over a task, from sending a message to having its answer"
            ),
        ),
        default_tasks=100,
        smallest={"messages": 20},
    ),
)

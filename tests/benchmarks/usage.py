"""What a program on a screen takes of a CPU and writes to its terminal."""

import time
from collections.abc import Sequence
from typing import NamedTuple

import psutil

from support.pty_terminal import PtyTerminal


class Usage(NamedTuple):
    """Percent of one CPU, children not counted, and bytes a second."""

    cpu_percent: float
    bytes_per_s: float


def usage_of(terminals: Sequence[PtyTerminal], window_s: float) -> list[Usage]:
    """What each program used during the same `window_s` seconds from now on."""
    before = [(_cpu_s(each), each.bytes_written) for each in terminals]
    start = time.monotonic()
    time.sleep(window_s)
    took_s = time.monotonic() - start
    return [
        Usage((_cpu_s(each) - cpu_s) / took_s * 100, (each.bytes_written - written) / took_s)
        for each, (cpu_s, written) in zip(terminals, before, strict=True)
    ]


def _cpu_s(terminal: PtyTerminal) -> float:
    times = psutil.Process(terminal.pid).cpu_times()
    return times.user + times.system

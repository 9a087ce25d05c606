"""Work that goes wrong in a chosen way, to see what each backend makes of it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import Any

from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_FAULTS = (
    "raise",
    "sys.exit",
    "os._exit",
    "SIGKILL",
    "SIGSEGV",
    "hang",
    "unpicklable-argument",
    "unpicklable-result",
    "flood",
)
_HARMLESS_TERMS = 20_000
_FLOOD_LINE = "the same line, again and again"


def _argument(task: int, settings: Settings) -> object:
    if settings["fault"] == "unpicklable-argument" and task == settings["at_task"]:
        return task, threading.Lock()
    return task, None


def _misbehave(argument: tuple[int, Any], settings: Settings) -> object:
    task, _ = argument
    if task == settings["at_task"]:
        return _FAULT[settings["fault"]](settings)
    return sum(range(_HARMLESS_TERMS))


def _raise(_settings: Settings) -> object:
    raise ValueError("this task fails on purpose")


def _kill(_settings: Settings) -> object:
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def _read_address_zero(_settings: Settings) -> object:
    import ctypes

    return ctypes.string_at(0)


def _hang(_settings: Settings) -> object:
    threading.Event().wait()
    return None


def _flood(settings: Settings) -> object:
    for _ in range(settings["lines"]):
        print(_FLOOD_LINE)
    return settings["lines"]


_FAULT = {
    "raise": _raise,
    "sys.exit": lambda _settings: sys.exit(3),
    "os._exit": lambda _settings: os._exit(3),
    "SIGKILL": _kill,
    "SIGSEGV": _read_address_zero,
    "hang": _hang,
    "unpicklable-argument": lambda _settings: None,
    "unpicklable-result": lambda _settings: threading.Lock(),
    "flood": _flood,
}

WORKLOADS = (
    Workload(
        name="misbehave",
        title="misbehave",
        family="Faults",
        kind="one task goes wrong, the others are short sums",
        summary="One task raises, exits, dies, hangs, floods or cannot be pickled: you choose.",
        look_at=(
            "See which other tasks and workers are lost with it, how soon the cause is named, and "
            "whether the backend goes on. Give a time limit with the fault that hangs."
        ),
        parameters=(
            Parameter("fault", "raise", "what goes wrong", choices=_FAULTS),
            Parameter("at_task", 0, "the number of the task that it happens to", 0, 99_999_999),
            Parameter("lines", 100_000, "lines printed by flood", 1, 10_000_000),
        ),
        body=_misbehave,
        argument=_argument,
        default_repeats=1,
        baseline=False,
    ),
)

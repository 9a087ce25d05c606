"""One machine for all: two usable CPUs, CPython 3.11, UTC, a terminal that draws braille."""

import gc
import locale
import sys
import time
from collections.abc import Iterator

import pytest
from textual import _wait, screen

from concur_tui.screens.workbench import configuration_pane, resources_pane
from concur_tui.terminal.capabilities import this_terminal
from concur_workloads.api import Interpreter, UsableCpus
from concur_workloads.control import checks, interpreters


@pytest.fixture(autouse=True, scope="session")
def _seldom_collected() -> Iterator[None]:
    """An app makes so many objects at once that looking for rings among all takes a sixth."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _quick_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot waits for so long at each key, in which what it has led to is painted once."""
    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", 1 / 200)
    monkeypatch.setattr(screen, "UPDATE_PERIOD", 1 / 240)


@pytest.fixture(autouse=True)
def _one_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in (configuration_pane, resources_pane, checks):
        monkeypatch.setattr(module, "usable_cpus", lambda: UsableCpus(2, "CPU affinity"))
    ours = Interpreter(sys.executable, "3.11.7", "CPython")
    monkeypatch.setattr(interpreters, "this_interpreter", lambda: ours)
    monkeypatch.setattr(locale, "getpreferredencoding", lambda do_setlocale=True: "utf-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    this_terminal.cache_clear()
    yield
    monkeypatch.undo()
    time.tzset()
    this_terminal.cache_clear()

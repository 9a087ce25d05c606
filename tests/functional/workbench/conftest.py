"""One machine for all: two usable CPUs, CPython 3.11, UTC, a terminal that draws braille."""

import locale
import platform
import sys
import time
from collections.abc import Iterator

import pytest

from concur_tui.screens.workbench import configuration_pane, resources_pane
from concur_tui.terminal.capabilities import this_terminal
from concur_workloads.api import UsableCpus
from concur_workloads.control import checks


@pytest.fixture(autouse=True)
def _one_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in (configuration_pane, resources_pane, checks):
        monkeypatch.setattr(module, "usable_cpus", lambda: UsableCpus(2, "CPU affinity"))
    monkeypatch.setattr(platform, "python_version_tuple", lambda: ("3", "11", "7"))
    monkeypatch.setattr(platform, "python_implementation", lambda: "CPython")
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: True, raising=False)
    monkeypatch.setattr(locale, "getpreferredencoding", lambda do_setlocale=True: "utf-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    this_terminal.cache_clear()
    yield
    monkeypatch.undo()
    time.tzset()
    this_terminal.cache_clear()

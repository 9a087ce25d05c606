"""Partners that start quickly, as they do in a runner."""

import sys
import types

import pytest


@pytest.fixture(autouse=True)
def _thin_main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh process of multiprocessing imports our main module first: all of pytest."""
    monkeypatch.setitem(sys.modules, "__main__", types.ModuleType("__main__"))

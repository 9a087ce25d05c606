"""Every module of the engine can be imported, but for what the peers need."""

import importlib
import pkgutil

import pytest

import concur_workloads

_PEERS = {"joblib", "mpire", "pebble"}
_MODULES = [
    each.name
    for each in pkgutil.walk_packages(concur_workloads.__path__, "concur_workloads.")
    if not each.name.endswith("bootstrap")
]


@pytest.mark.parametrize("name", _MODULES)
def test_a_module_imports(name: str) -> None:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        # Where the peers are not installed, only they may be missing.
        if (error.name or "").partition(".")[0] not in _PEERS:
            raise

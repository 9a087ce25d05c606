"""What a fresh interpreter has loaded after an import: the proof of what each side needs."""

import subprocess
import sys
from pathlib import Path

import pytest

import concur_workloads
from concur_workloads.api import backends
from support.interpreters import find_python

PACKAGE = Path(concur_workloads.__path__[0])

OUTSIDE_THE_RUNNER = {"api", "control", "export", "observer", "results", "storage"}

SAY_WHAT_IS_FOREIGN = """
import importlib, sys
sys.path.insert(0, sys.argv[1])
for name in sys.argv[2:]:
    importlib.import_module(name)
known = sys.stdlib_module_names | {"concur_workloads", "__main__", "__mp_main__"}
tops = {name.partition(".")[0] for name in sys.modules} - known
# How the interpreter was built: of the standard library, but named for the platform.
print(*sorted(name for name in tops if not name.startswith("_sysconfigdata_")))
"""

SAY_WHAT_IS_LOADED = """
import importlib, sys
importlib.import_module(sys.argv[1])
print(*sys.modules)
"""


def runner_side() -> list[str]:
    """Every module of the engine that a runner or a worker may import.

    What adapts a library of somebody else is imported for its own backend alone.
    """
    adapters = {each.module for each in backends() if each.needs_package}
    modules = [path.relative_to(PACKAGE).with_suffix("").parts for path in PACKAGE.rglob("*.py")]
    names = {
        ".".join(("concur_workloads", *parts)).removesuffix(".__init__")
        for parts in modules
        if parts[0] not in OUTSIDE_THE_RUNNER
    }
    return sorted(names - adapters)


def printed_by(*command: str) -> list[str]:
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split()


@pytest.mark.parametrize("version", ["3.10", "3.11", "3.12", "3.13", "3.14"])
def test_the_runner_side_needs_the_standard_library_alone(version: str) -> None:
    python = find_python(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")
    foreign = printed_by(
        python, "-I", "-S", "-B", "-W", "error", "-c", SAY_WHAT_IS_FOREIGN, str(PACKAGE.parent),
        *runner_side(),
    )  # fmt: skip
    assert foreign == []


@pytest.mark.parametrize(
    "module", ["concur_tui.cli", "concur_tui.headless", "concur_workloads.api"]
)
def test_what_needs_no_screen_loads_no_textual(module: str) -> None:
    loaded = printed_by(sys.executable, "-c", SAY_WHAT_IS_LOADED, module)
    assert module in loaded
    assert {"textual", "rich"}.isdisjoint(loaded)

"""Starting a Python apart from ours, and dying with whoever started it."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

#: Set in every process of a run, so that those which left the process group can still be found.
RUN_VARIABLE = "CONCUR_TUI_RUN"

#: Settings of our own Python that would change what another one imports or how it runs.
#: Unbuffered, a printed line is written in two pieces, between which those of others come.
_UNWANTED = (
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONSTARTUP",
    "PYTHONINSPECT",
    "PYTHONUNBUFFERED",
    "PYTHON_GIL",
    "__PYVENV_LAUNCHER__",
)

#: One for all processes of all runs, so that sets of texts, and what is made of them in turn, have
#: the same order in each, and results can be compared; unless the person has chosen another.
_HASH_SEED = ("PYTHONHASHSEED", "1")

#: What a fresh interpreter, in a process or beside another, executes first.
BOOTSTRAP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bootstrap.py")

_PYTHON_GIL = {"on": "1", "off": "0"}

_PR_SET_PDEATHSIG = 1


def python_command(
    interpreter: str | None, module: str, *, with_packages: bool = False
) -> list[str]:
    """The command line that runs `main()` of a module of this package in a fresh Python.

    None stands for the Python that runs this, which then sees the standard library only, unless
    `with_packages`; another one sees its own packages. See `python_environment` for the rest of
    the isolation.
    """
    if interpreter is not None:
        return [interpreter, BOOTSTRAP, module]
    safe_path = ["-P"] if sys.version_info >= (3, 11) else []
    no_packages = [] if with_packages else ["-S"]
    return [sys.executable, *safe_path, *no_packages, BOOTSTRAP, module]


def python_environment(
    run: str, gil: str = "default", *, with_python_path: bool = False
) -> dict[str, str]:
    """Our environment without what would leak our Python's imports, marked with the run's name.

    `gil` is "on" or "off" for a free-threaded build, which no other one would start with;
    `with_python_path` keeps PYTHONPATH, for the code of a person who has set it.
    """
    unwanted = [name for name in _UNWANTED if name != "PYTHONPATH" or not with_python_path]
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    seed, usual = _HASH_SEED
    kept.setdefault(seed, usual)
    # The same as -P, which Python 3.10 does not know and workers of any start method need.
    environment = {**kept, "PYTHONSAFEPATH": "1", RUN_VARIABLE: run}
    if gil in _PYTHON_GIL:
        environment["PYTHON_GIL"] = _PYTHON_GIL[gil]
    return environment


def scratch_prefix(program: int) -> str:
    """How the name of a folder begins that a program made for the temporary files of a run."""
    return f"concur-tui-{program}-"


def die_with_parent(parent: int | None = None) -> None:
    """Ask the kernel to kill this process when the thread that created it ends (Linux only).

    `parent` is who should have started us: if it has gone already, this ends the process now.
    """
    if not sys.platform.startswith("linux"):
        return
    # Late, because it takes milliseconds that not every importer of this module needs to spend.
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def parent_of_workers(start_method: str | None) -> int | None:
    """In a runner: who will be the parent of its worker processes, for `die_with_runner`.

    None where that is the fork server, which is not this process.
    """
    return None if start_method == "forkserver" else os.getpid()


def die_with_runner(runner: int | None) -> None:
    """In a worker process: end when the runner that created it does (Linux only).

    None stands for a worker whose parent is the runner's fork server.
    """
    die_with_parent(runner)
    if runner is None:
        _let_fork_server_go()


def _let_fork_server_go() -> None:
    """A fork server ends when nobody holds its pipe any more, but each of its children does.

    So none of them would end before all others have, whatever became of the runner.
    """
    server: Any = getattr(sys.modules.get("multiprocessing.forkserver"), "_forkserver", None)
    descriptor = getattr(server, "_forkserver_alive_fd", None)
    if descriptor is not None:
        server._forkserver_alive_fd = None
        os.close(descriptor)

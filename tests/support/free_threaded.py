"""A Python that believes to be a free-threaded build, where none need be installed."""

import sys
from pathlib import Path

#: What turns the GIL on when it is imported, unless PYTHON_GIL says otherwise.
TURNS_IT_ON = "this"

_SITE = f"""
import os, sys, sysconfig
sysconfig.get_config_vars()["Py_GIL_DISABLED"] = 1
# Only now, as it is part of the name of what is loaded there.
sys.abiflags = "t"
_forced = {{"0": False, "1": True}}.get(os.environ.get("PYTHON_GIL"))
sys._is_gil_enabled = lambda: "{TURNS_IT_ON}" in sys.modules if _forced is None else _forced
"""


def a_free_threaded_python(folder: Path) -> str:
    """The path of an environment of our own Python with different answers about the GIL."""
    program = folder / "bin" / "python"
    program.parent.mkdir(parents=True)
    ours = Path(sys.executable).resolve()
    program.symlink_to(ours)
    (folder / "pyvenv.cfg").write_text(f"home = {ours.parent}\n")
    version = ".".join(map(str, sys.version_info[:2]))
    site = folder / "lib" / f"python{version}" / "site-packages"
    site.mkdir(parents=True)
    (site / "sitecustomize.py").write_text(_SITE)
    return str(program)

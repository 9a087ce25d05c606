"""What the Python that runs this file is and has; as a program it prints that as JSON.

Any Python that somebody may name executes this, so it keeps to what the oldest can read.
"""

import platform
import sys

#: The oldest that can run an experiment.
OLDEST = (3, 10)

#: Those that a backend or a workload needs.
_PACKAGES = ("joblib", "mpire", "pebble", "numpy")

facts = {
    "version": ".".join(str(part) for part in sys.version_info[:3]),
    "implementation": platform.python_implementation(),
    "executable": sys.executable,
    "prefix": sys.prefix,
}  # type: dict[str, object]
if sys.version_info >= OLDEST:
    import sysconfig
    from importlib.util import find_spec

    try:
        from multiprocessing import get_all_start_methods, synchronize  # noqa: F401
    except ImportError:
        start_methods = []
    else:
        start_methods = get_all_start_methods()

    facts["start_methods"] = start_methods
    facts["free_threaded"] = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    facts["gil"] = getattr(sys, "_is_gil_enabled", lambda: True)()
    facts["interpreters"] = find_spec("_interpreters") is not None and (
        find_spec("concurrent.interpreters") is not None
    )
    facts["packages"] = [name for name in _PACKAGES if find_spec(name) is not None]

if __name__ == "__main__":
    import json

    sys.stdout.write(json.dumps(facts))

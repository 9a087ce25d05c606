"""Main module of a runner: makes this package importable, and nothing else of ours, then runs it.

Spawned workers, and those of a fork server, execute this file again under another name, and so
find the package too. The interpreter may be any CPython from 3.10 on, without the package.
"""

import importlib.util
import os
import sys

_PACKAGE = "concur_workloads"


def _make_package_importable() -> None:
    folder = os.path.dirname(os.path.abspath(__file__))
    # Python 3.10 has no safe path: it puts the script's folder first.
    sys.path[:] = [entry for entry in sys.path if entry not in ("", folder)]
    if _PACKAGE in sys.modules:
        return
    spec = importlib.util.spec_from_file_location(
        _PACKAGE, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[_PACKAGE] = package
    spec.loader.exec_module(package)


_make_package_importable()

if __name__ == "__main__":
    importlib.import_module(sys.argv.pop(1)).main()

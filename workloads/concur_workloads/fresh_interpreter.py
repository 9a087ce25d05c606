"""How an interpreter beside the main one, which shares no module with it, finds this package."""

from __future__ import annotations

from concur_workloads import isolation

#: What `ENTER` must find among the names where it is executed.
NAMES = {"bootstrap": isolation.BOOTSTRAP}

#: Source that makes this package importable and lines whole.
ENTER = """
with open(bootstrap, encoding="utf-8") as file:
    exec(
        compile(file.read(), bootstrap, "exec"),
        {"__name__": "bootstrap", "__file__": bootstrap},
    )
from concur_workloads.worker import print_lines_whole
print_lines_whole()
"""

"""What became of the GIL of a free-threaded build, in words."""

from __future__ import annotations

from concur_workloads.protocol.events import Conditions, Hello


def gil_entry(hello: Hello, found: Conditions) -> tuple[str, str]:
    """The level and the text of a line for the log."""
    if not found.workers_with_gil:
        return "info", "the GIL is off, also after all imports"
    if hello.gil:
        return "info", "the GIL is on, as it was when the interpreter started"
    who = f"{found.workers_with_gil} of {found.workers} workers"
    return "warning", (
        f"the GIL is on in {who}, though it was off at the start: something that was imported "
        "turned it on, and the figures are those of a Python with the GIL; --gil off keeps it off"
    )

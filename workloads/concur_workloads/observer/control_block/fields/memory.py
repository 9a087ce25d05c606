"""What it has of addresses and of memory."""

from __future__ import annotations

from concur_workloads.observer.control_block.fields.declared import Declared, Group

_GROUP = Group("Memory")


def _size(name: str, line: str, help_: str) -> Declared:
    return _GROUP.of_process(
        name, "status", line, help_, lambda files: files.status.value.size(line), unit="B"
    )


def _mapped(name: str, lines: tuple[str, ...], help_: str) -> Declared:
    return _GROUP.of_process(
        name,
        "smaps_rollup",
        " + ".join(lines),
        help_,
        lambda files: sum(files.smaps_rollup.value.size(line) for line in lines),
        unit="B",
    )


MEMORY: tuple[Declared, ...] = (
    _size("virtual", "VmSize", "Addresses that it may use."),
    _size("resident (RSS)", "VmRSS", "What of these is in memory now."),
    _mapped(
        "proportional (PSS)",
        ("Pss",),
        "The same, pages that several processes share divided among them.",
    ),
    _mapped(
        "own (USS)",
        ("Private_Clean", "Private_Dirty"),
        "What of it no other process has: what its end would free.",
    ),
    _mapped(
        "shared",
        ("Shared_Clean", "Shared_Dirty"),
        "What of it other processes have too, such as libraries and what fork left shared.",
    ),
    _size("swapped out", "VmSwap", "What was put on disk instead."),
    _size("data", "VmData", "Its heap and other private data."),
    _size("stack", "VmStk", "The stack of its first thread."),
    _GROUP.of_thread(
        "minor faults",
        "stat",
        "field 10",
        "Pages that it touched first, or first wrote after a fork; no disk was needed.",
        lambda files: int(files.stat_field(10)),
        unit="pages",
    ),
    _GROUP.of_thread(
        "major faults",
        "stat",
        "field 12",
        "Pages that had to be read from a disk while it waited.",
        lambda files: int(files.stat_field(12)),
        unit="pages",
    ),
)

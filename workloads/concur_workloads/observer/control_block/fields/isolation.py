"""What limits it, and what it sees of the system."""

from __future__ import annotations

from concur_workloads.observer.control_block.fields.declared import Declared, Group

_GROUP = Group("Isolation")

ISOLATION: tuple[Declared, ...] = (
    _GROUP.of_process(
        "control group",
        "cgroup",
        "",
        "Whose limits of CPU and memory hold for it.",
        lambda files: files.cgroup.value,
        scope="common",
    ),
)

"""What limits it, and what it sees of the system."""

from __future__ import annotations

from concur_workloads.observer.control_block.fields.declared import Declared, Group
from concur_workloads.observer.control_block.missing import UnreadableError
from concur_workloads.observer.control_block.namespaces import KINDS
from concur_workloads.observer.control_block.thread_files import ThreadFiles

_GROUP = Group("Isolation")


def _namespace(kind: str) -> Declared:
    def read(files: ThreadFiles) -> str:
        if kind not in files.ns.value:
            raise UnreadableError("this kernel has no such namespaces")
        return files.ns.value[kind]

    help_ = f"Who is in one namespace has the same {KINDS[kind]}; ours is that of concur-tui."
    return _GROUP.of_process(f"{kind} namespace", "ns", kind, help_, read, scope="common")


ISOLATION: tuple[Declared, ...] = (
    _GROUP.of_process(
        "control group",
        "cgroup",
        "",
        "Whose limits of CPU and memory hold for it.",
        lambda files: files.cgroup.value,
        scope="common",
    ),
    *map(_namespace, KINDS),
)

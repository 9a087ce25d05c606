"""Which namespaces a process is in: what it sees of the system."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

#: Each kind by its name in /proc/PID/ns, with what one has of its own.
KINDS = {
    "pid": "numbers of processes",
    "net": "network interfaces and ports",
    "mnt": "mounted file systems",
    "user": "users and their rights",
    "ipc": "semaphores, message queues and shared memory of System V",
    "uts": "host name",
    "cgroup": "root of control groups",
    "time": "offsets of the clocks",
}


def namespaces(folder: Path, ours: Path) -> Mapping[str, str]:
    """The number of each namespace, and whether it is ours too; raises OSError.

    The folders are those of a process and of our own, as /proc/PID/ns.
    """
    found = _links(str(folder))
    own = _links_of_ours(str(ours))
    return {
        kind: f"{_number(link)}, {'as ours' if link == own.get(kind) else 'not ours'}"
        for kind, link in found.items()
    }


@cache
def _links_of_ours(folder: str) -> Mapping[str, str]:
    """We stay where we are."""
    return _links(folder)


def _links(folder: str) -> Mapping[str, str]:
    return {kind: os.readlink(f"{folder}/{kind}") for kind in os.listdir(folder) if kind in KINDS}


def _number(link: str) -> str:
    """Of a link such as pid:[4026531836]."""
    return link.partition("[")[2].rstrip("]")

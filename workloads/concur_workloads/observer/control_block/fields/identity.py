"""Who it is, and whose."""

from __future__ import annotations

import time

from concur_workloads.observer.control_block.fields.declared import CLOCK, Declared, Group, Read
from concur_workloads.observer.control_block.thread_files import ThreadFiles
from concur_workloads.observer.control_block.words import user_name

_GROUP = Group("Identity")


def _number(line: str) -> Read:
    return lambda files: int(files.status.value.value(line))


def _user(files: ThreadFiles) -> str:
    return user_name(int(files.status.value.value("Uid").split(maxsplit=1)[0]))


def _age_s(files: ThreadFiles) -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME) - files.stat_seconds(22)


IDENTITY: tuple[Declared, ...] = (
    _GROUP.of_process(
        "process", "status", "Tgid", "The number of the process (PID).", _number("Tgid")
    ),
    _GROUP.of_thread(
        "thread",
        "status",
        "Pid",
        "The number of the thread (TID); the first thread of a process has the process's own.",
        _number("Pid"),
    ),
    _GROUP.of_process(
        "parent", "status", "PPid", "The process that reaps it (PPID).", _number("PPid")
    ),
    _GROUP.of_process(
        "process group",
        "stat",
        "field 5",
        "Those that a terminal's Ctrl-C, and a signal to the group, reach together.",
        lambda files: int(files.stat_field(5)),
        scope="common",
    ),
    _GROUP.of_process(
        "session",
        "stat",
        "field 6",
        "The login or terminal it belongs to.",
        lambda files: int(files.stat_field(6)),
        scope="common",
    ),
    _GROUP.of_process("user", "status", "Uid", "With whose rights it runs.", _user),
    _GROUP.of_thread(
        "name",
        "comm",
        "",
        "What the system calls the thread, cut to 15 bytes; from Python 3.14 on it is the name "
        "that Python gave it.",
        lambda files: files.comm.value,
    ),
    _GROUP.of_process(
        "command",
        "cmdline",
        "",
        "What the process was started with.",
        lambda files: files.cmdline.value,
    ),
    _GROUP.of_process(
        "threads", "status", "Threads", "Threads in its process.", _number("Threads")
    ),
    _GROUP.of_thread(
        "age",
        "stat",
        "field 22",
        "How long ago it was created.",
        _age_s,
        unit="s",
        also=(CLOCK,),
    ),
)

"""What a control block holds: each field with the textbook's words and the kernel's source."""

from __future__ import annotations

import time
from collections.abc import Callable

from concur_workloads.observer.control_block.block import Field, FieldValue, Scope
from concur_workloads.observer.control_block.proc_file import UnreadableError
from concur_workloads.observer.control_block.thread_files import Facts
from concur_workloads.observer.control_block.words import (
    policy_name,
    signal_names,
    state_words,
    system_call_name,
    user_name,
)
from concur_workloads.observer.waiting.wait_cause import NOTHING

Read = Callable[[Facts], FieldValue]

_IDENTITY, _STATE, _REGISTERS = "Identity", "State", "Registers"
_SCHEDULING, _SWITCHES = "Scheduling", "Context switches"
_MEMORY, _FILES, _SIGNALS, _GROUP = "Memory", "Files", "Signals", "Control group"

#: What syscall says: this alone, or a number, arguments, stack pointer and program counter.
_RUNNING = "running"
_WORDS_IN_A_CALL = 9


def _voluntary(facts: Facts) -> int:
    return int(facts.status_line("voluntary_ctxt_switches"))


def _involuntary(facts: Facts) -> int:
    return int(facts.status_line("nonvoluntary_ctxt_switches"))


def _user(facts: Facts) -> str:
    return user_name(int(facts.status_line("Uid").split(maxsplit=1)[0]))


def _age_s(facts: Facts) -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME) - facts.stat_seconds(22)


def _system_call(facts: Facts) -> str:
    words = facts.syscall
    return "none: it runs" if words[0] == _RUNNING else system_call_name(int(words[0]))


def _waits_for(facts: Facts) -> str:
    words = facts.syscall
    if words[0] == _RUNNING:
        return NOTHING
    if len(words) < _WORDS_IN_A_CALL:
        raise UnreadableError("it is blocked in no system call")
    return facts.waits_for(system_call_name(int(words[0])))


def _kernel_function(facts: Facts) -> str:
    if facts.syscall[0] == _RUNNING:
        return "none: it runs"
    if not facts.waits_in:
        raise UnreadableError("this kernel does not tell it")
    return facts.waits_in


def _register(place: int) -> Read:
    def read(facts: Facts) -> str:
        if facts.syscall[0] == _RUNNING:
            raise UnreadableError("it runs, and would have to be stopped to be read")
        return facts.syscall[place]

    return read


def _arguments(facts: Facts) -> str:
    words = facts.syscall
    # Blocked outside of a system call, there are only stack pointer and counter.
    if words[0] == _RUNNING or len(words) < _WORDS_IN_A_CALL:
        raise UnreadableError("it is in no system call, and would have to be stopped to be read")
    return " ".join(words[1:7])


def _signals(line: str) -> Read:
    return lambda facts: signal_names(facts.status_line(line))


def _size(line: str) -> Read:
    return lambda facts: facts.status_bytes(line)


def _mapped(*lines: str) -> Read:
    return lambda facts: facts.mapped_bytes(*lines)


def _transferred(line: str) -> Read:
    return lambda facts: facts.transferred(line)


def _per_s(count_of: Callable[[Facts], float]) -> Read:
    return lambda facts: facts.rate(count_of)


def _thread(group: str, name: str, unit: str, source: str, help_: str) -> Field:
    return _field("thread", group, name, unit, source, help_)


def _process(group: str, name: str, unit: str, source: str, help_: str) -> Field:
    return _field("process", group, name, unit, source, help_)


def _field(scope: Scope, group: str, name: str, unit: str, source: str, help_: str) -> Field:
    folder = "/proc/PID/task/TID" if scope == "thread" else "/proc/PID"
    return Field(group, name, unit, scope, f"{folder}/{source}", help_)


#: All fields with how each is read, in the order in which they are shown.
FIELDS: tuple[tuple[Field, Read], ...] = (
    (
        _process(_IDENTITY, "process", "", "status: Tgid", "The number of the process (PID)."),
        lambda facts: int(facts.status_line("Tgid")),
    ),
    (
        _thread(
            _IDENTITY,
            "thread",
            "",
            "status: Pid",
            "The number of the thread (TID); the first thread of a process has the process's own.",
        ),
        lambda facts: int(facts.status_line("Pid")),
    ),
    (
        _process(_IDENTITY, "parent", "", "status: PPid", "The process that reaps it (PPID)."),
        lambda facts: int(facts.status_line("PPid")),
    ),
    (
        _process(
            _IDENTITY,
            "process group",
            "",
            "stat, field 5",
            "Those that a terminal's Ctrl-C, and a signal to the group, reach together.",
        ),
        lambda facts: int(facts.stat_field(5)),
    ),
    (
        _process(_IDENTITY, "session", "", "stat, field 6", "The login or terminal it belongs to."),
        lambda facts: int(facts.stat_field(6)),
    ),
    (
        _process(_IDENTITY, "user", "", "status: Uid", "With whose rights it runs."),
        _user,
    ),
    (
        _thread(
            _IDENTITY,
            "name",
            "",
            "comm",
            "What the system calls the thread, cut to 15 bytes; from Python 3.14 on it is the name "
            "that Python gave it.",
        ),
        lambda facts: facts.name,
    ),
    (
        _process(_IDENTITY, "command", "", "cmdline", "What the process was started with."),
        lambda facts: facts.command,
    ),
    (
        _process(_IDENTITY, "threads", "", "status: Threads", "Threads in its process."),
        lambda facts: int(facts.status_line("Threads")),
    ),
    (
        _thread(_IDENTITY, "age", "s", "stat, field 22", "How long ago it was created."),
        _age_s,
    ),
    (
        _thread(
            _STATE,
            "state",
            "",
            "stat, field 3",
            "Whether it runs or could, waits, is stopped, or has ended without having been reaped. "
            "The kernel has one letter for running and ready.",
        ),
        lambda facts: state_words(facts.stat_field(3)),
    ),
    (
        _thread(
            _STATE,
            "waits for",
            "",
            "syscall, and where _PyRuntime lies in the process",
            "What the system call waits for, by its arguments; the GIL of a sub-interpreter, which "
            "lies elsewhere, looks like any lock.",
        ),
        _waits_for,
    ),
    (
        _thread(_STATE, "system call", "", "syscall", "The call in which it waits for the kernel."),
        _system_call,
    ),
    (
        _thread(_STATE, "waits in", "", "wchan", "The function of the kernel in which it sleeps."),
        _kernel_function,
    ),
    (
        _thread(
            _REGISTERS,
            "program counter",
            "",
            "syscall, last word",
            "The address of its next instruction, saved when it entered the kernel.",
        ),
        _register(-1),
    ),
    (
        _thread(
            _REGISTERS,
            "stack pointer",
            "",
            "syscall, last word but one",
            "Where its stack ends, saved when it entered the kernel.",
        ),
        _register(-2),
    ),
    (
        _thread(
            _REGISTERS,
            "arguments",
            "",
            "syscall, words 2 to 7",
            "The registers that hand the system call its six arguments.",
        ),
        _arguments,
    ),
    (
        _thread(_SCHEDULING, "policy", "", "stat, field 41", "By which rules it is scheduled."),
        lambda facts: policy_name(int(facts.stat_field(41))),
    ),
    (
        _thread(
            _SCHEDULING,
            "priority",
            "",
            "stat, field 18",
            "The kernel's own: 20 plus the nice value, below 0 for real-time policies.",
        ),
        lambda facts: int(facts.stat_field(18)),
    ),
    (
        _thread(
            _SCHEDULING,
            "nice",
            "",
            "stat, field 19",
            "From -20, which gets the most of a CPU, to 19, which gets the least.",
        ),
        lambda facts: int(facts.stat_field(19)),
    ),
    (
        _thread(
            _SCHEDULING,
            "affinity",
            "",
            "status: Cpus_allowed_list",
            "The CPUs on which it may run.",
        ),
        lambda facts: facts.status_line("Cpus_allowed_list"),
    ),
    (
        _thread(_SCHEDULING, "last CPU", "", "stat, field 39", "On which it runs, or ran last."),
        lambda facts: int(facts.stat_field(39)),
    ),
    (
        _thread(
            _SCHEDULING,
            "migrations",
            "times",
            "sched: se.nr_migrations",
            "How often it went from one CPU to another, whose caches it has to fill anew.",
        ),
        lambda facts: facts.sched_count("se.nr_migrations"),
    ),
    (
        _thread(_SCHEDULING, "on CPU", "s", "schedstat, word 1", "How long it has run in all."),
        lambda facts: facts.schedstat[0] / 1e9,
    ),
    (
        _thread(
            _SCHEDULING,
            "on CPU, now",
            "%",
            "schedstat, word 1",
            "How much of the time since the look before it ran; 100 % is one CPU.",
        ),
        _per_s(lambda facts: facts.schedstat[0] / 1e7),
    ),
    (
        _thread(
            _SCHEDULING,
            "waited for a CPU",
            "s",
            "schedstat, word 2",
            "How long it was ready in all, while others ran; a quota that is used up counts too.",
        ),
        lambda facts: facts.schedstat[1] / 1e9,
    ),
    (
        _thread(
            _SCHEDULING,
            "waits for a CPU, now",
            "%",
            "schedstat, word 2",
            "How much of the time since the look before it was ready, while others ran.",
        ),
        _per_s(lambda facts: facts.schedstat[1] / 1e7),
    ),
    (
        _thread(
            _SCHEDULING, "user time", "s", "stat, field 14", "On a CPU, in the program's code."
        ),
        lambda facts: facts.stat_seconds(14),
    ),
    (
        _thread(
            _SCHEDULING, "system time", "s", "stat, field 15", "On a CPU, in the kernel for it."
        ),
        lambda facts: facts.stat_seconds(15),
    ),
    (
        _thread(
            _SWITCHES,
            "voluntary",
            "times",
            "status: voluntary_ctxt_switches",
            "How often it gave its CPU up, to wait for something.",
        ),
        _voluntary,
    ),
    (
        _thread(
            _SWITCHES,
            "voluntary, now",
            "/s",
            "status: voluntary_ctxt_switches",
            "The same, a second, since the look before.",
        ),
        _per_s(_voluntary),
    ),
    (
        _thread(
            _SWITCHES,
            "involuntary",
            "times",
            "status: nonvoluntary_ctxt_switches",
            "How often its CPU was taken from it, for another or because its time was up.",
        ),
        _involuntary,
    ),
    (
        _thread(
            _SWITCHES,
            "involuntary, now",
            "/s",
            "status: nonvoluntary_ctxt_switches",
            "The same, a second, since the look before.",
        ),
        _per_s(_involuntary),
    ),
    (
        _process(_MEMORY, "virtual", "B", "status: VmSize", "Addresses that it may use."),
        _size("VmSize"),
    ),
    (
        _process(
            _MEMORY, "resident (RSS)", "B", "status: VmRSS", "What of these is in memory now."
        ),
        _size("VmRSS"),
    ),
    (
        _process(
            _MEMORY,
            "proportional (PSS)",
            "B",
            "smaps_rollup: Pss, every 4 s",
            "The same, pages that several processes share divided among them.",
        ),
        _mapped("Pss"),
    ),
    (
        _process(
            _MEMORY,
            "own (USS)",
            "B",
            "smaps_rollup: Private_Clean + Private_Dirty, every 4 s",
            "What of it no other process has: what its end would free.",
        ),
        _mapped("Private_Clean", "Private_Dirty"),
    ),
    (
        _process(
            _MEMORY,
            "shared",
            "B",
            "smaps_rollup: Shared_Clean + Shared_Dirty, every 4 s",
            "What of it other processes have too, such as libraries and what fork left shared.",
        ),
        _mapped("Shared_Clean", "Shared_Dirty"),
    ),
    (
        _process(_MEMORY, "swapped out", "B", "status: VmSwap", "What was put on disk instead."),
        _size("VmSwap"),
    ),
    (
        _process(_MEMORY, "data", "B", "status: VmData", "Its heap and other private data."),
        _size("VmData"),
    ),
    (
        _process(_MEMORY, "stack", "B", "status: VmStk", "The stack of its first thread."),
        _size("VmStk"),
    ),
    (
        _thread(
            _MEMORY,
            "minor faults",
            "pages",
            "stat, field 10",
            "Pages that it touched first, or first wrote after a fork; no disk was needed.",
        ),
        lambda facts: int(facts.stat_field(10)),
    ),
    (
        _thread(
            _MEMORY,
            "major faults",
            "pages",
            "stat, field 12",
            "Pages that had to be read from a disk while it waited.",
        ),
        lambda facts: int(facts.stat_field(12)),
    ),
    (
        _process(_FILES, "open files", "", "fd", "Descriptors: files, pipes, sockets."),
        lambda facts: facts.open_files,
    ),
    (
        _process(_FILES, "at most", "", "limits: Max open files", "More are refused."),
        lambda facts: facts.most_files,
    ),
    (
        _process(
            _FILES, "read", "B", "io: rchar", "What its calls have read, from wherever it came."
        ),
        _transferred("rchar"),
    ),
    (
        _process(
            _FILES, "written", "B", "io: wchar", "What its calls have written, to wherever it goes."
        ),
        _transferred("wchar"),
    ),
    (
        _process(
            _FILES, "read from disk", "B", "io: read_bytes", "What a disk had to be asked for."
        ),
        _transferred("read_bytes"),
    ),
    (
        _process(
            _FILES, "written to disk", "B", "io: write_bytes", "What was given to a disk to keep."
        ),
        _transferred("write_bytes"),
    ),
    (
        _thread(
            _SIGNALS, "pending", "", "status: SigPnd", "Sent to this thread, not yet delivered."
        ),
        _signals("SigPnd"),
    ),
    (
        _process(
            _SIGNALS,
            "pending, process",
            "",
            "status: ShdPnd",
            "Sent to the process, for any thread of it that does not block them.",
        ),
        _signals("ShdPnd"),
    ),
    (
        _thread(_SIGNALS, "blocked", "", "status: SigBlk", "Kept back until it lets them through."),
        _signals("SigBlk"),
    ),
    (
        _process(_SIGNALS, "ignored", "", "status: SigIgn", "Thrown away."),
        _signals("SigIgn"),
    ),
    (
        _process(_SIGNALS, "handled", "", "status: SigCgt", "Have a function of the program."),
        _signals("SigCgt"),
    ),
    (
        _process(
            _GROUP, "control group", "", "cgroup", "Whose limits of CPU and memory hold for it."
        ),
        lambda facts: facts.control_group,
    ),
)

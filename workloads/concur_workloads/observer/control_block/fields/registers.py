"""The registers that the kernel shows of one that does not run."""

from __future__ import annotations

from concur_workloads.observer.control_block.fields.declared import Declared, Group, Read
from concur_workloads.observer.control_block.missing import UnreadableError
from concur_workloads.observer.control_block.thread_files import ThreadFiles

_GROUP = Group("Registers")

#: What syscall says: this alone, or a number, arguments, stack pointer and program counter.
_RUNNING = "running"
_WORDS_IN_A_CALL = 9


def runs(files: ThreadFiles) -> bool:
    """Whether it runs or is ready to, so that the kernel shows no registers."""
    return files.syscall.value[0] == _RUNNING


def is_in_a_call(files: ThreadFiles) -> bool:
    """Whether it waits in a system call; blocked outside of one, it shows only two registers."""
    return len(files.syscall.value) >= _WORDS_IN_A_CALL


def _register(place: int) -> Read:
    def read(files: ThreadFiles) -> str:
        if runs(files):
            raise UnreadableError("it runs, and would have to be stopped to be read")
        return files.syscall.value[place]

    return read


def _arguments(files: ThreadFiles) -> str:
    if not is_in_a_call(files):
        raise UnreadableError("it is in no system call, and would have to be stopped to be read")
    return " ".join(files.syscall.value[1:7])


REGISTERS: tuple[Declared, ...] = (
    _GROUP.of_thread(
        "program counter",
        "syscall",
        "last word",
        "The address of its next instruction, saved when it entered the kernel.",
        _register(-1),
    ),
    _GROUP.of_thread(
        "stack pointer",
        "syscall",
        "last word but one",
        "Where its stack ends, saved when it entered the kernel.",
        _register(-2),
    ),
    _GROUP.of_thread(
        "arguments",
        "syscall",
        "words 2 to 7",
        "The registers that hand the system call its six arguments.",
        _arguments,
    ),
)

"""Whether it runs, and what it waits for."""

from __future__ import annotations

from concur_workloads.observer.control_block.fields.declared import Declared, Group
from concur_workloads.observer.control_block.fields.registers import is_in_a_call, runs
from concur_workloads.observer.control_block.missing import UnreadableError
from concur_workloads.observer.control_block.thread_files import DESCRIPTOR, ThreadFiles
from concur_workloads.observer.control_block.words import state_words
from concur_workloads.observer.waiting.system_call import system_call_name
from concur_workloads.observer.waiting.wait_cause import NOTHING

_GROUP = Group("State")
_RUNS = "none: it runs"


def _system_call(files: ThreadFiles) -> str:
    return _RUNS if runs(files) else system_call_name(int(files.syscall.value[0]))


def _waits_for(files: ThreadFiles) -> str:
    if runs(files):
        return NOTHING
    if not is_in_a_call(files):
        raise UnreadableError("it is blocked in no system call")
    return files.waits_for(system_call_name(int(files.syscall.value[0])))


def _kernel_function(files: ThreadFiles) -> str:
    if runs(files):
        return _RUNS
    function = files.wchan.value
    if function in ("", "0"):
        raise UnreadableError("this kernel does not tell it")
    return function


STATE: tuple[Declared, ...] = (
    _GROUP.of_thread(
        "state",
        "stat",
        "field 3",
        "Whether it runs or could, waits, is stopped, or has ended without having been reaped. "
        "The kernel has one letter for running and ready.",
        lambda files: state_words(files.stat_field(3)),
    ),
    _GROUP.of_thread(
        "waits for",
        "syscall",
        "number and arguments, and where _PyRuntime lies in the process",
        "What the system call waits for, by its arguments; the GIL of a sub-interpreter, which "
        "lies elsewhere, looks like any lock.",
        _waits_for,
        # The same descriptor may lead elsewhere by now.
        also=(DESCRIPTOR,),
    ),
    _GROUP.of_thread(
        "system call",
        "syscall",
        "word 1",
        "The call in which it waits for the kernel.",
        _system_call,
    ),
    _GROUP.of_thread(
        "waits in",
        "wchan",
        "",
        "The function of the kernel in which it sleeps.",
        _kernel_function,
        also=(("syscall", ""),),
    ),
)

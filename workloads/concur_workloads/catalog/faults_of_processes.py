"""Tasks that end, stop or hang their process, or leave something of theirs in it."""

from __future__ import annotations

import os
import signal
import threading
from typing import NoReturn

from concur_workloads.catalog.workload import Settings

_THREADS_LEFT = 3


def exit_at_once(_settings: Settings) -> object:
    """End the process without any clean-up."""
    os._exit(3)


def kill_oneself(_settings: Settings) -> object:
    """As the kernel does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def read_address_zero(_settings: Settings) -> object:
    """As a bug in an extension module does."""
    import ctypes

    return ctypes.string_at(0)


def stop_oneself(_settings: Settings) -> object:
    """Stop the process until somebody continues it."""
    # Sent to the process, it could be taken by another thread after this task has ended.
    signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
    return None


def ignore_sigterm_and_hang(settings: Settings) -> object:
    """End for nothing less than SIGKILL."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return hang(settings)


def hang(_settings: Settings) -> object:
    """Wait for what never comes."""
    threading.Event().wait()
    return None


def leave_a_child(_settings: Settings) -> object:
    """Fork a process that stays when the task has ended."""
    if os.fork() == 0:
        _stay()
    return "left a child"


def leave_a_child_in_a_session_of_its_own(_settings: Settings) -> object:
    """As a daemon does it: no signal to the process group reaches it."""
    if os.fork() == 0:
        os.setsid()
        _stay()
    return "left a child in a session of its own"


def _stay() -> NoReturn:
    """In a forked child: wait for SIGKILL, and never return into the worker's code."""
    while True:
        signal.pause()


def leave_threads(_settings: Settings) -> object:
    """Start threads that a process waits for before it ends, and that never end."""
    for _ in range(_THREADS_LEFT):
        threading.Thread(target=threading.Event().wait, daemon=False).start()
    return f"left {_THREADS_LEFT} threads"

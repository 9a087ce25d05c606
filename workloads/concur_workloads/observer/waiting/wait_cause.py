"""What a system call waits for, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from concur_workloads.observer.waiting.runtime_region import RuntimeNotFoundError
from concur_workloads.results.activity import Activity

NOTHING = "nothing: it runs, or is ready to"
GIL = "the GIL"
LOCK = "a lock"
SLEEP = "time to pass"
CHILD = "a child process"
SEVERAL = "any of several pipes and sockets"
DISK = "a disk"
SIGNAL = "a signal"

_PIPE = "a pipe"
_SOCKET = "a socket"
_TERMINAL = "a terminal"
_FILE = "a file"
_EVENT = "an event"
_RING = "io_uring"
_FILE_LOCK = "a lock on a file"
_SEMAPHORE = "a semaphore"
_MESSAGES = "a message queue"
_CAUSES = {
    "nanosleep": SLEEP,
    "clock_nanosleep": SLEEP,
    "wait4": CHILD,
    "waitid": CHILD,
    # A thread is asleep in these as long as a child has its memory, which is until that has begun a
    # program or ended.
    "vfork": CHILD,
    "clone": CHILD,
    "clone3": CHILD,
    "fsync": DISK,
    "fdatasync": DISK,
    "sync": DISK,
    "syncfs": DISK,
    "msync": DISK,
    "accept": _SOCKET,
    "accept4": _SOCKET,
    "connect": _SOCKET,
    "recvfrom": _SOCKET,
    "recvmsg": _SOCKET,
    "recvmmsg": _SOCKET,
    "sendto": _SOCKET,
    "sendmsg": _SOCKET,
    "epoll_wait": SEVERAL,
    "epoll_pwait": SEVERAL,
    "epoll_pwait2": SEVERAL,
    "io_uring_enter": _RING,
    "flock": _FILE_LOCK,
    "fcntl": _FILE_LOCK,
    "semop": _SEMAPHORE,
    "semtimedop": _SEMAPHORE,
    "msgrcv": _MESSAGES,
    "msgsnd": _MESSAGES,
    "mq_timedreceive": _MESSAGES,
    "mq_timedsend": _MESSAGES,
    "pause": SIGNAL,
    "rt_sigsuspend": SIGNAL,
    "rt_sigtimedwait": SIGNAL,
}
_FUTEXES = {"futex", "futex_wait", "futex_waitv"}

#: Those that wait for one descriptor, their first argument.
_TRANSFERS = {"read", "readv", "write", "writev", "pread64", "pwrite64", "preadv", "pwritev"}

#: Those that wait for descriptors: which argument tells of how many. For none they only sleep.
_POLLS = {"select": 0, "pselect6": 0, "poll": 1, "ppoll": 1}

#: How the targets of descriptors begin in /proc/PID/fd.
_KINDS = {
    "pipe:": _PIPE,
    "socket:": _SOCKET,
    "anon_inode:[timerfd]": SLEEP,
    "anon_inode:": _EVENT,
    "/dev/pts/": _TERMINAL,
    "/dev/ptmx": _TERMINAL,
    "/dev/tty": _TERMINAL,
}

_ACTIVITIES = {
    NOTHING: Activity.ON_CPU,
    GIL: Activity.GIL,
    SLEEP: Activity.SLEEP,
    CHILD: Activity.CHILD,
    **dict.fromkeys((LOCK, _FILE_LOCK, _SEMAPHORE, _MESSAGES), Activity.LOCK),
    **dict.fromkeys((_PIPE, _SOCKET, SEVERAL, _TERMINAL, _EVENT, _RING), Activity.PIPE),
    **dict.fromkeys((DISK, _FILE), Activity.DISK),
}


def activity_of(cause: str) -> Activity:
    """The kind of what `wait_cause` says."""
    return _ACTIVITIES.get(cause, Activity.OTHER)


def wait_cause(
    call: str,
    arguments: Sequence[int],
    target_of: Callable[[int], str],
    runtime: Callable[[], range],
) -> str:
    """What a thread waits for that is in a system call; the call itself where that says no more.

    `target_of` tells what a descriptor leads to, as /proc/PID/fd has it; `runtime` is the region
    of the GIL, or raises RuntimeNotFoundError.
    """
    if call in _FUTEXES:
        return _futex(arguments[0], runtime)
    if call in _POLLS:
        return SEVERAL if arguments[_POLLS[call]] else SLEEP
    if call in _TRANSFERS:
        return _kind(target_of(arguments[0]))
    return _CAUSES.get(call, call)


def _futex(address: int, runtime: Callable[[], range]) -> str:
    try:
        return GIL if address in runtime() else LOCK
    except RuntimeNotFoundError as error:
        return f"{LOCK} or {GIL}: {error}"


def _kind(target: str) -> str:
    for beginning, kind in _KINDS.items():
        if target.startswith(beginning):
            return kind
    return _FILE

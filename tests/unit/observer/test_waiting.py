"""What a thread waits for, against threads whose truth is known."""

import ctypes
import os
import subprocess
import sys
import sysconfig
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from concur_workloads.observer.control_block.block import ControlBlock
from concur_workloads.observer.control_block.control_block_reader import (
    ControlBlockReader,
    why_no_control_blocks,
)
from concur_workloads.observer.waiting.runtime_region import RuntimeNotFoundError, runtime_region
from concur_workloads.observer.waiting.wait_cause import activity_of, wait_cause
from concur_workloads.results.activity import Activity

pytestmark = pytest.mark.skipif(bool(why_no_control_blocks()), reason="it is read from /proc")

_LIMIT_S = 20.0

_BLOCKED = {
    "time to pass": "import time; time.sleep(99)",
    "a lock": "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "a pipe": "import os; os.read(os.pipe()[0], 1)",
    "a socket": "import socket; pair = socket.socketpair(); pair[0].recv(1)",
    "any of several pipes and sockets": "import os, select; select.select([os.pipe()[0]], [], [])",
    "an event": "import os; os.read(os.eventfd(0), 8)",
    # One that is forked without its parent having to wait until it has begun a program.
    "a child process": "import os, signal; os.waitpid(os.fork() or signal.pause(), 0)",
    "a signal": "import signal; signal.sigwait([signal.SIGUSR1])",
}

_FOUR_THREADS_SPIN = """
import threading
def spin():
    while True:
        pass
for _ in range(3):
    threading.Thread(target=spin).start()
print(flush=True)
spin()
"""


@contextmanager
def _child(code: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        try:
            yield child
        finally:
            for each in psutil.Process(child.pid).children(recursive=True):
                each.kill()
            child.kill()


def _wait_for(reader: ControlBlockReader, reached: Callable[[ControlBlock], bool]) -> None:
    limit_s = time.monotonic() + _LIMIT_S
    seen = None
    while time.monotonic() < limit_s:
        block = reader.read()
        if block is not None and reached(block):
            return
        seen = block and (block.value("state"), block.value("waits for"))
    raise AssertionError(f"seen last: {seen}")


@pytest.mark.parametrize("cause", _BLOCKED)
def test_a_blocked_thread_says_what_it_waits_for(cause: str) -> None:
    with _child(_BLOCKED[cause]) as child:
        reader = ControlBlockReader(child.pid, child.pid)
        _wait_for(reader, lambda block: block.value("waits for") == cause)
        # And goes on to say so, as it is not on its way there.
        for _ in range(20):
            block = reader.read()
            assert block is not None
            assert block.value("waits for") == cause
        reader.close()


def test_threads_that_spin_wait_for_the_gil_or_run() -> None:
    with _child(_FOUR_THREADS_SPIN) as child:
        assert child.stdout is not None
        child.stdout.readline()
        threads = psutil.Process(child.pid).threads()
        readers = [ControlBlockReader(child.pid, each.id) for each in threads]
        seen = Counter(_state(reader) for _ in range(100) for reader in readers)
        for reader in readers:
            reader.close()
    assert len(threads) == 4
    # One at most holds it at any time; on a busy machine, those that were woken wait for a CPU.
    assert seen["the GIL"] > 0.1 * seen.total(), seen
    assert seen["the GIL"] + seen["runs"] > 0.97 * seen.total(), seen


def test_a_process_that_spins_alone_does_not_wait_for_the_gil() -> None:
    with _child("print(flush=True)\nwhile True: pass") as child:
        assert child.stdout is not None
        child.stdout.readline()
        reader = ControlBlockReader(child.pid, child.pid)
        seen = Counter(_state(reader) for _ in range(100))
        reader.close()
    assert seen["runs"] == 100, seen


def _state(reader: ControlBlockReader) -> str:
    block = reader.read()
    assert block is not None
    cause = str(block.value("waits for"))
    return "runs" if cause.startswith("nothing") else cause


def test_the_region_of_the_runtime_is_where_the_process_itself_has_it() -> None:
    region = runtime_region(os.getpid())
    assert ctypes.addressof(ctypes.c_char.in_dll(ctypes.pythonapi, "_PyRuntime")) == region.start
    assert 1_000 < len(region) < 1 << 20


def test_a_process_without_python_has_no_region() -> None:
    with subprocess.Popen(["sleep", "99"]) as child:
        try:
            _wait_for(
                ControlBlockReader(child.pid, child.pid),
                lambda block: block.value("name") == "sleep",
            )
            with pytest.raises(RuntimeNotFoundError, match="no _PyRuntime was found"):
                runtime_region(child.pid)
        finally:
            child.kill()
    with pytest.raises(RuntimeNotFoundError, match="memory map cannot be read"):
        runtime_region(child.pid)


def test_a_file_that_is_no_program_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "7").mkdir()
    library = tmp_path / "libpython3.11.so"
    library.write_text("this is no ELF file")
    maps = f"7f0000000000-7f0000001000 r--p 00000000 00:00 1    {library}\n"
    (tmp_path / "7" / "maps").write_text(maps)
    with pytest.raises(RuntimeNotFoundError):
        runtime_region(7, tmp_path)


def _file_with_the_runtime() -> Path:
    if sysconfig.get_config_var("Py_ENABLE_SHARED"):
        return Path(*sysconfig.get_config_vars("LIBDIR", "INSTSONAME"))
    return Path(sys.executable).resolve()


def test_extension_modules_are_passed_over_unread(tmp_path: Path) -> None:
    extension, library = tmp_path / "_json.cpython-311.so", tmp_path / "libpython3.11.so"
    lines = []
    for file in (extension, library):
        file.symlink_to(_file_with_the_runtime())
        lines.append(f"7f0000000000-7f0000001000 r--p 00000000 00:00 1    {file}\n")
    (tmp_path / "7").mkdir()
    maps = tmp_path / "7" / "maps"
    maps.write_text(lines[0])
    with pytest.raises(RuntimeNotFoundError):
        runtime_region(7, tmp_path)
    maps.write_text("".join(lines))
    assert len(runtime_region(7, tmp_path)) == len(runtime_region(os.getpid()))


def _target(_descriptor: int) -> str:
    return "/var/tmp/data"


_TARGETS = {
    "pipe:[7]": ("a pipe", Activity.PIPE),
    "socket:[7]": ("a socket", Activity.PIPE),
    "/dev/pts/7": ("a terminal", Activity.PIPE),
    "anon_inode:[eventfd]": ("an event", Activity.PIPE),
    "anon_inode:[timerfd]": ("time to pass", Activity.SLEEP),
    "/var/tmp/data": ("a file", Activity.DISK),
}


@pytest.mark.parametrize("target", _TARGETS)
def test_what_a_descriptor_leads_to_tells_the_disk_from_other_waits(target: str) -> None:
    cause, activity = _TARGETS[target]
    assert wait_cause("read", (3,), lambda _: target, lambda: range(0)) == cause
    assert activity_of(cause) is activity


@pytest.mark.parametrize(
    ("call", "arguments", "cause"),
    [
        ("futex", (0x1010,), "the GIL"),
        ("futex", (0x9000,), "a lock"),
        ("pselect6", (0, 0), "time to pass"),
        ("poll", (0x7F00, 2), "any of several pipes and sockets"),
        ("fsync", (3,), "a disk"),
        ("vfork", (), "a child process"),
        ("write", (3,), "a file"),
        ("getrandom", (0,), "getrandom"),
    ],
)
def test_arguments_tell_causes_apart(call: str, arguments: tuple[int, ...], cause: str) -> None:
    assert wait_cause(call, arguments, _target, lambda: range(0x1000, 0x2000)) == cause


def test_without_the_region_a_futex_is_left_open() -> None:
    def unknown() -> range:
        raise RuntimeNotFoundError("it hides")

    assert wait_cause("futex", (1,), _target, unknown) == "a lock or the GIL: it hides"

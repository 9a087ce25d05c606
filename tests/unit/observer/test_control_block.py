"""Control blocks agree with what the system says by other ways, and say what cannot be had."""

import os
import signal
import subprocess
import sys
import time
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
from concur_workloads.observer.control_block.fields.every_field import FIELDS
from support.waiting_thread import waiting_thread

pytestmark = pytest.mark.skipif(bool(why_no_control_blocks()), reason="control blocks need /proc")

_WAIT_FOR_INPUT = "import sys; sys.stdin.read()"
_SPIN = "while True: pass"
_LIMIT_S = 20.0


@contextmanager
def _child(code: str) -> Iterator[tuple[int, ControlBlockReader]]:
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as child:
        reader = ControlBlockReader(child.pid, child.pid)
        try:
            yield child.pid, reader
        finally:
            reader.close()
            child.kill()


def _block_when(
    reader: ControlBlockReader, reached: Callable[[ControlBlock], bool]
) -> ControlBlock:
    limit_s = time.monotonic() + _LIMIT_S
    while time.monotonic() < limit_s:
        block = reader.read(fresh=True)
        if block is not None and reached(block):
            return block
    raise AssertionError(f"not within {_LIMIT_S} s")


def _await_end(reader: ControlBlockReader) -> None:
    limit_s = time.monotonic() + _LIMIT_S
    while reader.read() is not None:
        assert time.monotonic() < limit_s


def _looks(pid: int) -> list[ControlBlock]:
    reader = ControlBlockReader(pid, pid)
    try:
        return list(filter(None, [reader.read(fresh=True)]))
    finally:
        reader.close()


def _reads(block: ControlBlock) -> bool:
    """Whether it waits for its standard input, not for a file that it imports."""
    waits = str(block.value("state"))[0] == "S" and block.value("system call") == "read"
    return waits and str(block.value("arguments")).startswith("0x0 ")


def _runs(block: ControlBlock) -> bool:
    # The two are read one after the other.
    return str(block.value("state"))[0] == "R" and block.value("system call") == "none: it runs"


def _missing(block: ControlBlock, name: str) -> str:
    (found,) = [each for each in block.readings if each.field.name == name]
    assert found.value is None
    return found.missing


def test_every_field_has_a_name_of_its_own_and_an_explanation() -> None:
    names = [each.field.name for each in FIELDS]
    assert len(set(names)) == len(names)
    assert all(each.field.help.endswith(".") and each.field.source for each in FIELDS)


def test_a_block_says_what_ps_says_at_the_same_instant() -> None:
    with _child(_WAIT_FOR_INPUT) as (pid, reader):
        block = _block_when(reader, _reads)
        columns = "pid,tid,ppid,pgid,sid,nlwp,ni,psr,vsz,rss,stat,wchan,comm,args"
        said = subprocess.run(
            ["ps", "-o", columns, "--no-headers", "-ww", "-p", str(pid)],
            check=True,
            capture_output=True,
            text=True,
        )
        words = said.stdout.split(maxsplit=13)
    names = (
        "process",
        "thread",
        "parent",
        "process group",
        "session",
        "threads",
        "nice",
        "last CPU",
    )
    assert [str(block.value(name)) for name in names] == words[:8]
    sizes = ("virtual", "resident (RSS)")
    assert [block.value(name) for name in sizes] == [int(size) * 1024 for size in words[8:10]]
    assert str(block.value("state"))[0] == words[10][0] == "S"
    if block.value("waits in") is not None:
        assert str(block.value("waits in")).startswith(words[11])
    assert (block.value("name"), block.value("command")) == (words[12], words[13].rstrip())


def test_a_block_says_what_psutil_says() -> None:
    with _child(_WAIT_FOR_INPUT) as (pid, reader):
        _block_when(reader, _reads)
        process = psutil.Process(pid)
        before = memory = None
        # Until no other process came or went meanwhile that shares memory with it.
        while memory is None or memory != before:
            before = process.memory_full_info()
            # A new one, as some of what the other one shows may be a second old.
            (block,) = _looks(pid)
            memory = process.memory_full_info()
        switches, io = process.num_ctx_switches(), process.io_counters()
        (cpu,) = process.threads()
        limit, _ = process.rlimit(psutil.RLIMIT_NOFILE)
        age_s = time.time() - process.create_time()
        assert (block.value("voluntary"), block.value("involuntary")) == tuple(switches)
        assert (block.value("read"), block.value("written")) == (io.read_chars, io.write_chars)
        assert block.value("user time") == pytest.approx(cpu.user_time)
        assert block.value("system time") == pytest.approx(cpu.system_time)
        assert block.value("on CPU") == pytest.approx(cpu.user_time + cpu.system_time, abs=0.03)
        assert block.value("own (USS)") == memory.uss
        assert block.value("proportional (PSS)") == memory.pss
        assert block.value("open files") == process.num_fds()
        assert block.value("at most") == str(limit)
        assert block.value("age") == pytest.approx(age_s, abs=1.5)
        assert block.value("user") == f"{process.username()} ({os.getuid()})"
        allowed = ",".join(map(str, process.cpu_affinity()))
        assert set(_cpus(str(block.value("affinity")))) == set(_cpus(allowed))


def _cpus(listed: str) -> Iterator[int]:
    """The numbers of a list such as 0-3,5."""
    for part in listed.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def test_a_thread_has_a_block_of_its_own_in_the_same_process() -> None:
    with waiting_thread() as thread:
        reader = ControlBlockReader(os.getpid(), thread.native_id)
        block = _block_when(reader, lambda block: block.value("system call") == "futex")
        assert (block.value("process"), block.value("thread")) == (os.getpid(), thread.native_id)
        assert str(block.value("program counter")).startswith("0x")
        assert len(str(block.value("arguments")).split()) == 6
        thread.end()
        _await_end(reader)
        reader.close()


def test_of_one_that_runs_no_registers_are_told() -> None:
    with _child(_SPIN) as (_, reader):
        block = _block_when(reader, _runs)
        assert "would have to be stopped" in _missing(block, "program counter")
        assert block.value("state") == "R, running or ready"
        _block_when(reader, lambda block: bool(block.value("on CPU, now")))


def test_one_that_is_stopped_and_one_that_nobody_has_reaped_say_so() -> None:
    with _child(_WAIT_FOR_INPUT) as (pid, reader):
        _block_when(reader, _reads)
        os.kill(pid, signal.SIGSTOP)
        _block_when(reader, lambda block: block.value("state") == "T, stopped by a signal")
        os.kill(pid, signal.SIGKILL)
        block = _block_when(reader, lambda block: block.value("state") == "Z, zombie")
        assert _missing(block, "resident (RSS)") == "status has no VmRSS here"
        os.waitpid(pid, 0)
        _await_end(reader)


def test_signals_go_by_their_names() -> None:
    code = (
        "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1]); sys.stdin.read()"
    )
    with _child(code) as (pid, reader):
        _block_when(reader, _reads)
        os.kill(pid, signal.SIGUSR1)
        block = _block_when(reader, lambda block: "USR1" in str(block.value("pending, process")))
        assert block.value("blocked") == "USR1"
        assert "TERM" in str(block.value("ignored")).split()
        assert "INT" in str(block.value("handled")).split()
        assert block.value("pending") == "none"


def test_a_process_in_a_namespace_of_its_own_says_which() -> None:
    new_host_name = 0x4000000
    code = f"import ctypes, sys; sys.exit(1) if ctypes.CDLL(None).unshare({new_host_name}) else 0;"
    with _child(f"{code} sys.stdin.read()") as (pid, reader):
        try:
            block = _block_when(reader, _reads)
        except AssertionError:
            pytest.skip("we are not permitted to make namespaces")
        links = [os.readlink(f"/proc/{pid}/ns/{kind}") for kind in ("uts", "net")]  # noqa: PTH115
    own, common = (str(block.value(f"{kind} namespace")) for kind in ("uts", "net"))
    assert links == [f"uts:[{own.split(',')[0]}]", f"net:[{common.split(',')[0]}]"]
    assert own.endswith(", not ours")
    assert common.endswith(", as ours")


# Against a /proc that is written here, so that time and content are known.


def _stat(letter: str, *, user_ticks: int = 0) -> str:
    fields = ["0"] * 50
    fields[0], fields[11] = letter, str(user_ticks)
    return f"7 (a name) with ) in it) {' '.join(fields)}"


class _FakeThread:
    def __init__(self, proc: Path) -> None:
        self.proc = proc
        self.now_ns = 0
        self._folder = proc / "7" / "task" / "8"
        self._folder.mkdir(parents=True)
        (proc / "7" / "fd").mkdir()
        self.write("stat", _stat("S"))
        self.reader = ControlBlockReader(7, 8, proc, lambda: self.now_ns)

    def write(self, name: str, content: str) -> None:
        # In place, as the reader keeps it open.
        (self._folder / name).write_text(content)

    def read(self) -> ControlBlock:
        block = self.reader.read()
        assert block is not None
        return block


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[_FakeThread]:
    made = _FakeThread(tmp_path)
    yield made
    made.reader.close()


def test_rates_are_of_the_time_between_two_looks(fake: _FakeThread) -> None:
    switches = "voluntary_ctxt_switches:\t{}\nnonvoluntary_ctxt_switches:\t{}\n"
    fake.write("status", switches.format(100, 7))
    fake.write("schedstat", "1000000000 500000000 3\n")
    first = fake.read()
    assert _missing(first, "voluntary, now") == "it takes two looks"
    fake.now_ns += 250_000_000
    fake.write("schedstat", "1050000000 700000000 4\n")
    second = fake.read()
    assert second.value("on CPU, now") == pytest.approx(20.0)
    assert second.value("waits for a CPU, now") == pytest.approx(80.0)
    assert second.value("on CPU") == 1.05
    fake.now_ns += 250_000_000
    third = fake.read()
    assert (third.value("on CPU, now"), third.value("on CPU")) == (0.0, 1.05)
    # Its file is read again a second after it was read first.
    fake.write("status", switches.format(150, 8))
    assert fake.read().value("voluntary") == 100
    fake.now_ns += 500_000_000
    fourth = fake.read()
    assert (fourth.value("voluntary, now"), fourth.value("involuntary, now")) == (50.0, 1.0)


_SLEEPS = "35 0x1 0x0 0x0 0x0 0x0 0x0 0x10 0x20"
_READS = "0 0x99 0x0 0x0 0x0 0x0 0x0 0x30 0x40"


def test_where_it_waits_is_read_again_when_it_may_have_run(fake: _FakeThread) -> None:
    fake.write("schedstat", "1000 0 3")
    fake.write("syscall", _SLEEPS)
    assert fake.read().value("stack pointer") == "0x10"
    # No thread changes this without a turn on a CPU.
    fake.write("syscall", _READS)
    assert fake.read().value("stack pointer") == "0x10"
    fake.write("schedstat", "1000 0 4")
    assert fake.read().value("stack pointer") == "0x30"
    fake.write("stat", _stat("R"))
    fake.write("syscall", "running")
    assert fake.read().value("system call") == "none: it runs"
    fake.write("syscall", _SLEEPS)
    assert fake.read().value("stack pointer") == "0x10"


def test_a_kernel_that_counts_no_turns_is_asked_each_time(fake: _FakeThread) -> None:
    fake.write("schedstat", "0 0 0")
    fake.write("syscall", _SLEEPS)
    fake.read()
    fake.write("syscall", _READS)
    assert fake.read().value("stack pointer") == "0x30"


def test_a_name_with_anything_in_it_does_not_shift_the_fields(fake: _FakeThread) -> None:
    fake.write("stat", _stat("D", user_ticks=5 * os.sysconf("SC_CLK_TCK")))
    block = fake.read()
    assert block.value("state") == "D, waiting (cannot be interrupted)"
    assert block.value("user time") == 5.0


def test_what_a_kernel_does_not_have_is_said_to_be_missing(fake: _FakeThread) -> None:
    assert _missing(fake.read(), "system call") == "this kernel has no syscall for it"


def test_what_we_may_not_read_is_said_to_be_missing(
    fake: _FakeThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_open = os.open

    def refuse(path: Path, flags: int) -> int:
        if path.name == "syscall":
            raise PermissionError(1, "Operation not permitted")
        return real_open(path, flags)

    monkeypatch.setattr(os, "open", refuse)
    assert _missing(fake.read(), "program counter").startswith("we are not permitted to read")


def test_what_costs_the_kernel_time_is_read_now_and_then(fake: _FakeThread) -> None:
    rollup = fake.proc / "7" / "smaps_rollup"
    rollup.write_text("Pss:   10 kB\n")
    assert fake.read().value("proportional (PSS)") == 10 * 1024
    rollup.write_text("Pss:   20 kB\n")
    fake.now_ns += 19_900_000_000
    assert fake.read().value("proportional (PSS)") == 10 * 1024
    fake.now_ns += 100_000_000
    assert fake.read().value("proportional (PSS)") == 20 * 1024


def test_a_fresh_reading_has_everything_as_it_is_now(fake: _FakeThread) -> None:
    rollup = fake.proc / "7" / "smaps_rollup"
    rollup.write_text("Pss:   10 kB\n")
    fake.read()
    rollup.write_text("Pss:   20 kB\n")
    fake.now_ns += 1
    block = fake.reader.read(fresh=True)
    assert block is not None
    assert block.value("proportional (PSS)") == 20 * 1024


def test_a_field_follows_its_line_whichever_others_change(fake: _FakeThread) -> None:
    fake.write("status", "VmSize:\t 1 kB\nVmRSS:\t 2 kB\nSigIgn:\t0\n")
    first = fake.read()
    assert [first.value(name) for name in ("virtual", "resident (RSS)")] == [1024, 2048]
    fake.now_ns += 1_000_000_000
    fake.write("status", "VmSize:\t 1 kB\nVmRSS:\t 3 kB\nSigIgn:\t1\n")
    second = fake.read()
    assert [second.value(name) for name in ("virtual", "resident (RSS)")] == [1024, 3072]
    assert second.value("ignored") == "HUP"
    # As of a process that has ended and was not reaped.
    fake.now_ns += 1_000_000_000
    fake.write("status", "SigIgn:\t1\n")
    third = fake.read()
    assert _missing(third, "resident (RSS)") == "status has no VmRSS here"
    assert third.value("ignored") == "HUP"


def test_a_source_says_how_often_it_is_read() -> None:
    sources = {each.field.name: each.field.source for each in FIELDS}
    assert sources["own (USS)"] == (
        "/proc/PID/smaps_rollup: Private_Clean + Private_Dirty, every 20 s"
    )
    assert sources["state"] == "/proc/PID/task/TID/stat: field 3"

"""The control block of a worker of a run is what ps and /proc print of it at the same instant."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from concur_workloads.api import (
    ControlBlock,
    ControlBlockReader,
    LaneSnapshot,
    why_no_control_blocks,
)
from support.experiments import PROCESSES, Mechanism, Watched, busy_lanes, lanes_of, watched

pytestmark = pytest.mark.skipif(bool(why_no_control_blocks()), reason="control blocks need /proc")

_OWN = [each for each in PROCESSES if each.backend == "multiprocessing.Process"]

#: What ps prints, and what a block calls it.
_COLUMNS = {
    "pid": "process",
    "tid": "thread",
    "ppid": "parent",
    "pgid": "process group",
    "sid": "session",
    "nlwp": "threads",
    "ni": "nice",
    "psr": "last CPU",
    "min_flt": "minor faults",
    "maj_flt": "major faults",
}
_MASKS = {"blocked": "blocked", "ignored": "ignored", "caught": "handled"}

#: Goes on by itself, is told from the second look on, or is changed by others.
_TICKING = {"age", "proportional (PSS)", "own (USS)", "shared"} | {
    f"{name}, now" for name in ("on CPU", "waits for a CPU", "voluntary", "involuntary")
}
_TRIES = 20


@contextmanager
def _reader_of(lane: LaneSnapshot) -> Iterator[ControlBlockReader]:
    reader = ControlBlockReader(lane.pid, lane.native_id)
    try:
        yield reader
    finally:
        reader.close()


def _fresh(reader: ControlBlockReader) -> ControlBlock:
    block = reader.read(fresh=True)
    assert block is not None
    return block


def _ps(pid: int, *columns: str) -> list[str]:
    wanted = ",".join(f"{each}=" for each in columns)
    done = subprocess.run(
        ["ps", "-ww", "-o", wanted, "-p", str(pid)], check=True, capture_output=True, text=True
    )
    return done.stdout.split()


def _lines(path: Path) -> dict[str, str]:
    parts = (line.partition(":") for line in path.read_text().splitlines())
    return {name.strip(): value.strip() for name, _, value in parts}


def _stat(folder: Path) -> list[str]:
    """From the state on, which proc(5) counts as the third field."""
    return (folder / "stat").read_text().rpartition(")")[2].split()


def _numbers_of_signals(mask: str) -> set[int]:
    return {number for number in range(1, 65) if int(mask, 16) >> (number - 1) & 1}


async def _asleep(run: Watched) -> LaneSnapshot:
    """A worker that sleeps in its task, with all of its start behind it."""
    look = await run.until(lambda look: bool(busy_lanes(look)))
    lane = busy_lanes(look)[0]
    with _reader_of(lane) as reader:
        await run.until(lambda _: _fresh(reader).value("waits for") == "time to pass")
    return lane


class _Printed(NamedTuple):
    """What ps and /proc print of a worker, with its block before and after that."""

    block: ControlBlock
    again: ControlBlock
    ps: list[str]
    status: dict[str, str]
    io: dict[str, str]
    rollup: dict[str, str]
    call: list[str]
    descriptors: int
    command: str

    @property
    def is_of_one_instant(self) -> bool:
        """Whether nothing has changed meanwhile but what does so by itself or by others."""
        names = [each.field.name for each in self.block.readings]
        changed = {name for name in names if self.block.value(name) != self.again.value(name)}
        return changed <= _TICKING


def _printed(lane: LaneSnapshot) -> _Printed:
    folder = Path(f"/proc/{lane.pid}")
    with _reader_of(lane) as reader:
        for _ in range(_TRIES):
            block = _fresh(reader)
            ps = _ps(lane.pid, *_COLUMNS, "vsz", "rss", "stat", *_MASKS, "comm")
            status, io = _lines(folder / "status"), _lines(folder / "io")
            rollup = _lines(folder / "smaps_rollup")
            call = (folder / "syscall").read_text().split()
            descriptors = len(list((folder / "fd").iterdir()))
            command = (folder / "cmdline").read_text().replace("\0", " ").strip()
            again = _fresh(reader)
            found = _Printed(block, again, ps, status, io, rollup, call, descriptors, command)
            if found.is_of_one_instant:
                return found
    raise AssertionError("it never kept still")


@pytest.mark.parametrize("mechanism", _OWN, ids=str)
async def test_a_worker_that_sleeps_has_the_values_of_ps_and_proc(mechanism: Mechanism) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 30.0}, tasks=2, warm_up=0)
    async with watched(spec) as run:
        found = _printed(await _asleep(run))
    block, _, printed, status, io, rollup, call, descriptors, command = found
    values = dict(zip([*_COLUMNS.values(), "vsz", "rss", "stat"], printed, strict=False))
    for name in _COLUMNS.values():
        assert values[name] == str(block.value(name)), name
    assert block.value("virtual") == int(values["vsz"]) * 1024
    assert block.value("resident (RSS)") == int(values["rss"]) * 1024
    assert block.value("state") == "S, waiting (can be interrupted)"
    assert values["stat"][0] == "S"
    assert block.value("name") == printed[-1]
    masks = dict(zip(_MASKS.values(), printed[-4:-1], strict=True))
    for name, line in (("blocked", "SigBlk"), ("ignored", "SigIgn"), ("handled", "SigCgt")):
        signals = str(block.value(name))
        assert _numbers_of_signals(masks[name]) == _numbers_of_signals(status[line])
        assert (0 if signals == "none" else len(signals.split())) == len(
            _numbers_of_signals(masks[name])
        )
    assert str(block.value("voluntary")) == status["voluntary_ctxt_switches"]
    assert str(block.value("involuntary")) == status["nonvoluntary_ctxt_switches"]
    assert block.value("affinity") == status["Cpus_allowed_list"]
    for name, line in (("read", "rchar"), ("written", "wchar"), ("written to disk", "write_bytes")):
        assert str(block.value(name)) == io[line]
    # It changes with each process that begins or ceases to share its pages.
    proportional = int(rollup["Pss"].split()[0]) * 1024
    assert block.value("proportional (PSS)") == pytest.approx(proportional, rel=0.05)
    assert [block.value("stack pointer"), block.value("program counter")] == call[-2:]
    assert block.value("arguments") == " ".join(call[1:7])
    assert (block.value("open files"), block.value("command")) == (descriptors, command)


@pytest.mark.parametrize(
    ("mechanism", "name", "daemon"),
    [
        *((each, "MainThread", "no") for each in _OWN),
        (Mechanism("threading.Thread", None), "worker-1", "yes"),
        (Mechanism("asyncio", None), "event loop", "yes"),
    ],
    ids=str,
)
async def test_a_worker_tells_what_python_calls_its_thread(
    mechanism: Mechanism, name: str, daemon: str
) -> None:
    async with watched(mechanism.spec("sleep", tasks=200, parameters={"seconds": 0.1})) as run:
        look = await run.until(lambda look: bool(busy_lanes(look)))
        lane = lanes_of(look)[0]
        reader = ControlBlockReader(lane.pid, lane.native_id, python_thread=lane.python_thread)
        block = reader.read()
        reader.close()
    assert block is not None
    assert (block.value("thread name"), block.value("daemon")) == (name, daemon)


@pytest.mark.parametrize("mechanism", _OWN, ids=str)
async def test_the_counts_of_a_worker_that_works_lie_around_those_of_proc(
    mechanism: Mechanism,
) -> None:
    spec = mechanism.spec("sum-of-squares", tasks=500, parameters={"terms": 1_000_000})
    async with watched(spec) as run:
        look = await run.until(lambda look: bool(busy_lanes(look)))
        lane = busy_lanes(look)[0]
        folder = Path(f"/proc/{lane.pid}")
        with _reader_of(lane) as reader:
            before = _fresh(reader)
            status = _lines(folder / "status")
            stat = _stat(folder)
            # The kernel shares out time between user and system for each thread and for the whole
            # process apart, so that these may differ by a tick.
            of_thread = _stat(folder / f"task/{lane.native_id}")
            on_cpu_ns, waited_ns, _ = map(int, (folder / "schedstat").read_text().split())
            after = _fresh(reader)
    ticks_per_s = os.sysconf("SC_CLK_TCK")
    said = {
        "voluntary": int(status["voluntary_ctxt_switches"]),
        "involuntary": int(status["nonvoluntary_ctxt_switches"]),
        "minor faults": int(stat[7]),
        "user time": int(of_thread[11]) / ticks_per_s,
        "system time": int(of_thread[12]) / ticks_per_s,
        "on CPU": on_cpu_ns / 1e9,
        "waited for a CPU": waited_ns / 1e9,
    }
    for name, value in said.items():
        earlier, later = before.value(name), after.value(name)
        assert isinstance(earlier, int | float)
        assert isinstance(later, int | float)
        assert earlier <= value <= later, name

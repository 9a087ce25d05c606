"""`concur-tui control-block`: what the kernel keeps of a process, for people and for programs."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from support.command_line import PROGRAM, concur_tui, in_shell, started
from support.waiting_thread import waiting_thread


def test_the_block_of_a_process_stands_in_groups_with_its_sources() -> None:
    done = concur_tui("control-block", str(os.getpid()))
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[0] == "Identity"
    (process,) = (line for line in lines if line.startswith("  process  "))
    assert process.split()[:4] == ["process", str(os.getpid()), "/proc/PID/status:", "Tgid,"]
    assert "Context switches" in lines
    # Between the two looks of the program this process has waited for it.
    assert any(line.split()[:3] == ["voluntary,", "now", "0"] for line in lines)


def test_two_threads_are_told_what_they_share() -> None:
    with waiting_thread() as thread:
        names = [str(os.getpid()), f"{os.getpid()}/{thread.native_id}"]
        done = concur_tui("control-block", *names)
        said = json.loads(concur_tui("control-block", *names, "--json").stdout)
    rows = {line[2:25].strip(): line for line in done.stdout.splitlines() if line[:2] == "  "}
    assert "  shared  " in rows["own (USS)"]
    assert "  own  " in rows["stack pointer"]
    assert [block["thread"] for block in said["blocks"]] == [os.getpid(), thread.native_id]
    first = {field["name"]: field for field in said["blocks"][0]["fields"]}
    assert first["process"]["value"] == os.getpid()
    assert first["resident (RSS)"]["unit"] == "B"
    assert first["resident (RSS)"]["scope"] == "process"


def test_frames_are_told_when_they_are_asked_for() -> None:
    name = str(os.getpid())
    done = concur_tui("control-block", name, "--frames")
    said = json.loads(concur_tui("control-block", name, "--frames", "--json").stdout)
    (frames,) = (block["frames"] for block in said["blocks"])
    headline = f"Frames of {name}/{name}, the innermost first; "
    at = next(at for at, line in enumerate(done.stdout.splitlines()) if headline in line)
    below = "\n".join(done.stdout.splitlines()[at + 1 :])
    if frames["frames"]:
        here = test_frames_are_told_when_they_are_asked_for.__name__
        assert any(each["function"] == here for each in frames["frames"])
        assert f"{here}  " in below
    else:
        assert f"  none: {frames['missing']}" in below


def test_what_cannot_be_looked_at_is_a_sentence() -> None:
    none, wrong, many = (
        concur_tui("control-block", *words)
        for words in (["4194305"], ["one"], [str(os.getpid())] * 3)
    )
    assert (none.returncode, wrong.returncode, many.returncode) == (2, 2, 2)
    assert "There is no process and thread 4194305/4194305, or it has just ended." in none.stderr
    assert "'one' is no process, such as 4711 or 4711/4713." in wrong.stderr
    assert "Of more than two there is no room" in many.stderr


_SPIN = """
import threading
def spin():
    while True:
        pass
threading.Thread(target=spin, daemon=True).start()
print(flush=True)
spin()
"""


@contextmanager
def _two_that_spin() -> Iterator[list[str]]:
    """The names of two threads that share a GIL."""
    with subprocess.Popen([sys.executable, "-c", _SPIN], stdout=subprocess.PIPE) as child:
        try:
            assert child.stdout is not None
            child.stdout.readline()
            yield [f"{child.pid}/{each.id}" for each in psutil.Process(child.pid).threads()]
        finally:
            child.kill()


def test_states_are_told_as_they_change() -> None:
    with _two_that_spin() as names:
        done = concur_tui("control-block", *names, "--watch", "1")
        said = json.loads(concur_tui("control-block", *names, "--watch", "1", "--json").stdout)
    assert done.returncode == 0
    *changes, first, second = done.stdout.splitlines()
    assert [changes[at].split()[1] for at in (0, 1)] == names
    assert re.match(r"\d\d:\d\d:\d\d\.\d\d\d  \d+/\d+           \S", changes[0])
    assert any("  on CPU, or ready → waiting for the GIL" in line for line in changes)
    for name, line in zip(names, (first, second), strict=True):
        seen = sum(line.split()[1] == name for line in changes) - 1
        assert line.startswith(f"{name}: {seen} change{'' if seen == 1 else 's'} seen at ")
        assert line.endswith("s")
    for thread in said["threads"]:
        states = thread["states"]
        assert thread["looks"] > thread["changes"] == len(states) - 1
        assert {each["activity"] for each in states} <= {"on_cpu", "gil"}
        assert {each["words"] for each in states} <= {"on CPU, or ready", "waiting for the GIL"}
        assert 0.5 < sum(each["seconds"] for each in states) <= said["watched_s"]


def test_a_watch_ends_with_the_thread() -> None:
    # Nobody waits for it before that.
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(2)"]) as child:
        done = concur_tui("control-block", str(child.pid), "--watch", "100")
    *_, last, sums = done.stdout.splitlines()
    assert last.endswith(" → zombie")
    assert sums.startswith(f"{child.pid}/{child.pid}: ")


def test_ctrl_c_ends_a_watch_with_what_was_seen() -> None:
    with started(*PROGRAM, "control-block", str(os.getpid()), "--watch", "100") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate()
    assert process.returncode == 130
    assert output.splitlines()[-1].startswith(f"{os.getpid()}/{os.getpid()}: ")


def test_a_watch_ends_when_nobody_reads_it_any_more() -> None:
    with _two_that_spin() as (name, _):
        done = in_shell(f'"$@" control-block {name} --watch 100 | head -n 2')
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 2


def test_what_cannot_be_watched_is_a_sentence() -> None:
    name = str(os.getpid())
    none, zero, frames = (
        concur_tui("control-block", *words)
        for words in (
            ["4194305", "--watch", "1"],
            [name, "--watch", "0"],
            [name, "--watch", "1", "--frames"],
        )
    )
    assert (none.returncode, zero.returncode, frames.returncode) == (2, 2, 2)
    assert "There is no process and thread 4194305/4194305, or it has just ended." in none.stderr
    assert "--watch takes a number of seconds above 0, such as 5." in zero.stderr
    assert "--watch tells states alone: leave out --frames." in frames.stderr

"""`concur-tui control-block`: what the kernel keeps of a process, for people and for programs."""

import json
import os

from support.command_line import concur_tui
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

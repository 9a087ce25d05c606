"""What the command line tells about itself."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from concur_tui.cli import main
from concur_tui.specs.presets import presets_folder, save_preset
from concur_workloads.api import LIMITS, default_spec
from support.command_line import concur_tui
from support.fake_python import a_python


def test_the_version_is_said_without_the_engine() -> None:
    ran = concur_tui("--version")
    assert ran.returncode == 0
    assert re.fullmatch(r"concur-tui \d+\.\d+\.\d+\n", ran.stdout)


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"]])
def test_help_has_examples_and_exit_codes(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert "concur-tui run sum-of-squares --backend" in text
    for code in ("0", "1", "2", "130"):
        assert re.search(rf"^  {code} +\S", text, re.MULTILINE)


def test_the_list_names_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    text = capsys.readouterr().out
    for word in ("sum-of-squares", "terms=1000000", "sha-256", "threading.Thread", "processes"):
        assert word in text


def test_lints_are_named_and_told_what_they_look_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lints"]) == 0
    text = capsys.readouterr().out
    assert re.search(r"^  gil-bound-threads +threads had work at once but", text, re.MULTILINE)
    assert main(["lints", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["lints"]
    names = re.findall(r"^  (\S+)", text, re.MULTILINE)
    assert [each["name"] for each in listed] == names
    assert all(each["about"] in text for each in listed)


def test_limits_of_lints_are_told_as_they_are_set(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCUR_TUI_LIMITS", "straggler.of-pass=40")
    assert main(["lints"]) == 0
    text = capsys.readouterr().out
    told = r"^    straggler\.of-pass=40 +.*: a number from 0\.1 to 100 %; 25 by default$"
    assert re.search(told, text, re.MULTILINE)
    assert re.search(r"^    straggler\.times-median=3 +.* to 10,000 x$", text, re.MULTILINE)
    assert main(["lints", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["lints"]
    limits = {limit["name"]: limit for lint in listed for limit in lint["limits"]}
    assert set(limits) == set(LIMITS)
    of_pass = limits["straggler.of-pass"]
    assert (of_pass["value"], of_pass["default"], of_pass["unit"]) == (40.0, 25.0, "%")
    assert (of_pass["minimum"], of_pass["maximum"]) == (0.1, 100.0)
    assert of_pass["about"] in text


def test_a_limit_that_cannot_be_set_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCUR_TUI_LIMITS", "straggler=40")
    assert main(["lints"]) == 2
    assert "CONCUR_TUI_LIMITS: there is no limit 'straggler'" in capsys.readouterr().err


def test_the_list_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    listing = json.loads(capsys.readouterr().out)
    workloads = {each["name"]: each for each in listing["workloads"]}
    terms = workloads["sum-of-squares"]["parameters"][0]
    assert (terms["name"], terms["type"], terms["minimum"]) == ("terms", "whole number", 1)
    assert [workloads[name]["coroutine"] for name in ("sleep", "sha-256")] == [True, False]
    backends = {each["name"]: each for each in listing["backends"]}
    assert backends["threading.Thread"]["aliases"] == ["threads"]
    assert backends["threading.Thread"]["kill_refusal"]
    assert "spawn" in backends["ProcessPoolExecutor"]["start_methods"]
    assert all(each["available"] is not bool(each["unavailable"]) for each in backends.values())
    ours, *others = listing["interpreters"]
    assert (ours["path"], ours["unusable"]) == (sys.executable, "")
    assert {each["path"] for each in others}.isdisjoint({ours["path"]})


def test_the_list_says_which_pythons_there_are_and_what_is_wrong_with_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    old = a_python(tmp_path / "versions" / "3.9.1", version="3.9.1")
    free = a_python(tmp_path / "versions" / "3.14.0t", free_threaded=True, gil=False)
    assert main(["list"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    place = lines.index(f"CPython 3.9.1            {old}")
    assert lines[place + 1] == "cannot be used: it is Python 3.9.1, older than 3.10"
    place = lines.index(f"CPython 3.14.0 free-threaded  {free}")
    assert lines[place + 1] == "the GIL is off by default; has sub-interpreters"


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_the_names(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--print-completion", shell]) == 0
    script = capsys.readouterr().out
    words = (
        "sum-of-squares",
        "threading.Thread",
        "forkserver",
        "start-method",
        "tiny-tasks",
        "swap.moved=",
    )
    for word in words:
        assert word in script


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_shell_accepts_its_completion(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"no {shell} on this machine")
    main(["--print-completion", shell])
    script = capsys.readouterr().out
    checked = subprocess.run(
        [program, "-n"], input=script, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_list_shows_presets_also_broken_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    assert "none of yours yet in " in capsys.readouterr().out
    save_preset(default_spec("no-op", tasks=7), "mine")
    (presets_folder() / "broken.toml").write_text("workload = 3")
    assert main(["list"]) == 0
    text = capsys.readouterr().out
    assert re.search(r"^  mine +concur-tui run no-op .*--tasks 7", text, re.MULTILINE)
    assert re.search(r"^  broken +.*broken\.toml: workload: 3 is not accepted", text, re.MULTILINE)
    assert main(["list", "--json"]) == 0
    broken, mine, *built_in = json.loads(capsys.readouterr().out)["presets"]
    assert (mine["spec"]["tasks"], mine["problem"]) == (7, "")
    assert broken["spec"] is None
    assert all(each["built_in"] and each["claim"] for each in built_in)


def test_a_preset_cannot_do_anything_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    long = "a name of more than twenty-four letters"
    save_preset(default_spec("no-op", interpreter="/no/\x1b[2Jpython"), long)
    (presets_folder() / "broken.toml").write_text('workload = "\\u001b[2J"')
    assert main(["list"]) == 0
    text = capsys.readouterr().out
    assert "\x1b" not in text
    assert r"\x1b[2J" in text
    assert f"  {long} concur-tui run no-op" in text

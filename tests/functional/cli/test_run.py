"""`concur-tui run` with the real engine: data on standard output, exit codes, specs in files."""

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from concur_workloads.api import RESULT_SCHEMA_PATH, RunSpec
from support.command_line import concur_tui, in_shell

_SMALL = ("--workers", "2", "--tasks", "4", "--repeats", "1", "--set", "terms=1000")


def _report(*arguments: str) -> dict[str, Any]:
    ran = concur_tui("run", *arguments, "--json")
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    report: dict[str, Any] = json.loads(ran.stdout)
    jsonschema.validate(report, json.loads(RESULT_SCHEMA_PATH.read_text()))
    return report


def test_backends_agree_and_fit_the_schema() -> None:
    reports = [
        _report("sum-of-squares", *_SMALL, "--backend", backend)
        for backend in ("threads", "processes", "ThreadPoolExecutor")
    ]
    assert [each["spec"]["backend"] for each in reports] == [
        "threading.Thread",
        "multiprocessing.Process",
        "ThreadPoolExecutor",
    ]
    assert len({each["result"]["checksum"] for each in reports}) == 1
    for report in reports:
        assert report["result"]["status"] == "completed"
        assert report["result"]["checksum_matches"] is True
        assert sum(each["tasks"] for each in report["workers"]) == 4
        assert report["environment"]["python"] == ".".join(map(str, sys.version_info[:3]))


def test_csv_is_one_row() -> None:
    ran = concur_tui("run", "sum-of-squares", *_SMALL, "--csv", "--quiet")
    (row,) = csv.DictReader(io.StringIO(ran.stdout))
    assert (row["status"], row["tasks"]) == ("completed", "4")


_TINY = ("no-op", "--backend", "processes", "--workers", "2", "--tasks", "200")


def test_lints_and_trust_come_with_the_result_and_the_machine_was_watched() -> None:
    report = _report(*_TINY)
    (found,) = [each for each in report["lints"] if each["name"] == "tiny-tasks"]
    assert "went into handing out" in found["sentence"]
    assert found["try"].startswith("Try ")
    assert report["trust"]["badge"] in ("good", "noisy", "not trustworthy")
    assert report["machine"]["watched_s"] > 0


@pytest.mark.parametrize("by_option", [True, False])
def test_a_lint_is_silenced_by_name(*, by_option: bool) -> None:
    options = ["--silence", "tiny-tasks", "--silence", "noisy-machine"] if by_option else []
    env = {} if by_option else {"CONCUR_TUI_SILENCE": "noisy-machine,tiny-tasks"}
    ran = concur_tui("run", *_TINY, *options, env=env)
    assert ran.returncode == 0
    assert "tiny-tasks:" not in ran.stdout
    assert "noisy-machine:" not in ran.stdout


@pytest.mark.parametrize("by_option", [True, False])
def test_a_lint_speaks_at_a_limit_that_was_set(*, by_option: bool) -> None:
    # All of the time never goes into handing out.
    options = ["--limit", "tiny-tasks.handing-out=100"] if by_option else []
    env = {"CONCUR_TUI_LIMITS": f"tiny-tasks.handing-out={1 if by_option else 100}"}
    report = json.loads(concur_tui("run", *_TINY, *options, "--json", env=env).stdout)
    assert "tiny-tasks" not in {each["name"] for each in report["lints"]}
    limit = {"name": "tiny-tasks.handing-out", "value": 100.0, "default": 20.0, "unit": "%"}
    assert report["lint_limits"] == [limit]


def test_plain_output_is_to_be_read() -> None:
    ran = concur_tui("run", "sum-of-squares", *_SMALL)
    assert ran.returncode == 0
    assert ran.stderr == ""
    first, *_, last = ran.stdout.splitlines()
    assert first.startswith("sum-of-squares · threading.Thread x 2 · 4 tasks · CPython 3.")
    assert last.startswith("speed-up ")
    assert "same as serial" in ran.stdout


@pytest.mark.parametrize("quiet", [False, True])
def test_what_user_code_prints_goes_to_standard_error(*, quiet: bool) -> None:
    arguments = ["run", "print-numbers", "--tasks", "1", "--workers", "1", "--repeats", "1"]
    arguments += ["--warm-up", "0", "--no-baseline", "--set", "pause_s=0", "--json"]
    ran = concur_tui(*arguments, *(["--quiet"] if quiet else []))
    assert json.loads(ran.stdout)["result"]["status"] == "completed"
    lines = [f"stdout: {number}" for number in range(5)]
    assert ran.stderr.splitlines() == ([] if quiet else lines)


def test_a_failed_task_is_reported_with_exit_code_1() -> None:
    ran = concur_tui("run", "misbehave", "--tasks", "4", "--workers", "2", "--json")
    assert ran.returncode == 1
    report = json.loads(ran.stdout)
    jsonschema.validate(report, json.loads(RESULT_SCHEMA_PATH.read_text()))
    assert report["result"]["status"] == "failed"
    assert "this task fails on purpose" in report["result"]["failures"][0]["cause"]
    assert "this task fails on purpose" in ran.stderr


@pytest.mark.parametrize("ending", ["toml", "json"])
def test_a_saved_spec_is_the_one_that_ran_and_runs_again(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"spec.{ending}"
    first = _report("sum-of-squares", *_SMALL, "--save-spec", str(path))
    text = path.read_text()
    saved = RunSpec.from_toml(text) if ending == "toml" else RunSpec.from_json(text)
    assert saved.to_dict() == first["spec"]
    again = _report("--spec", str(path), "--tasks", "3")
    assert again["spec"] == first["spec"] | {"tasks": 3}


def test_a_reader_that_has_gone_is_no_error() -> None:
    ran = in_shell('"$@" list --json | head -c 1 > /dev/null')
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_said_in_one_sentence() -> None:
    ran = in_shell('"$@" list > /dev/full')
    assert ran.returncode == 1
    assert ran.stderr == "concur-tui: cannot write to standard output: No space left on device.\n"


def test_where_the_time_went_is_told_on_demand_and_always_in_json() -> None:
    asked = ("sleep", "--workers", "2", "--tasks", "2", "--repeats", "1", "--set", "seconds=0.3")
    ran = concur_tui("run", *asked, "--budget", "--quiet")
    assert "the lives of all" in ran.stdout
    (row,) = [line for line in ran.stdout.splitlines() if line.startswith("  sleeping")]
    assert "estimated from" in row
    report = _report(*asked)
    for budget in (report["budget"], *(each["budget"] for each in report["workers"])):
        assert sum(budget["seconds"].values()) == pytest.approx(budget["wall_s"])
        assert budget["seconds"]["sleep"] > 0

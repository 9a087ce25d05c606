"""`concur-tui check`: every experiment on every backend that it claims comes to what it must."""

import csv
import io
import json

import pytest

from concur_workloads.api import backends, workloads
from support.command_line import concur_tui


@pytest.mark.slow
@pytest.mark.timeout(360)
def test_every_experiment_comes_to_what_it_must() -> None:
    done = concur_tui("check", "--json", limit_s=350)
    report = json.loads(done.stdout)
    wrong = [row for row in report["rows"] if row["verdict"] not in {"right", "unavailable"}]
    assert wrong == []
    assert done.returncode == 0
    right = {row["workload"] for row in report["rows"] if row["verdict"] == "right"}
    assert {each.name for each in workloads() if not each.needs_package} <= right


def test_named_ones_on_named_backends() -> None:
    done = concur_tui("check", "no-op", "sleep", "--backends", "serial,threads", "--csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["workload"], row["backend"], row["verdict"]) for row in rows] == [
        ("no-op", "serial", "right"),
        ("no-op", "threading.Thread", "right"),
        ("sleep", "serial", "right"),
        ("sleep", "threading.Thread", "right"),
    ]


def test_the_table_says_what_cannot_be_had_and_why() -> None:
    done = concur_tui("check", "no-op")
    away = [each for each in backends() if each.unavailable]
    assert done.returncode == 0
    assert "right on serial, threading.Thread" in done.stdout
    for each in away:
        assert each.unavailable in done.stdout


def test_an_unknown_name_is_a_sentence() -> None:
    done = concur_tui("check", "no-ob")
    assert done.returncode == 2
    assert "did you mean no-op?" in done.stderr

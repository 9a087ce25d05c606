"""`concur-tui check`: every experiment comes to what it must on the backends that it claims."""

import csv
import io
import json
from itertools import groupby

import pytest

from concur_workloads.api import backends, planned_checks, workloads
from support.command_line import concur_tui


def _backends_in_turn() -> dict[str, list[str]]:
    """What each backend is tried with beside serial: every experiment is with one of them."""
    chosen: dict[str, list[str]] = {}
    rows = [row for row in planned_checks() if row.verdict == "waiting"]
    for turn, (name, group) in enumerate(groupby(rows, lambda row: row.workload)):
        claimed = [row.backend for row in group]
        others = [each for each in claimed if each != "serial"] or claimed
        chosen.setdefault(others[turn % len(others)], []).append(name)
    return chosen


_IN_TURN = _backends_in_turn()


def test_every_experiment_has_a_turn_and_so_has_every_backend() -> None:
    turns = {name for names in _IN_TURN.values() for name in names}
    assert {each.name for each in workloads() if not each.needs_package} <= turns
    others = {each.name for each in backends() if not each.unavailable} - {"serial"}
    assert others <= _IN_TURN.keys()


def test_no_experiment_is_refused_on_a_backend_that_it_claims() -> None:
    planned = {row.verdict for row in planned_checks()}
    assert planned <= {"waiting", "unavailable"}


@pytest.mark.slow
@pytest.mark.parametrize("backend", _IN_TURN)
def test_an_experiment_comes_to_what_it_must(backend: str) -> None:
    names = _IN_TURN[backend]
    both = ",".join(dict.fromkeys(["serial", backend]))
    done = concur_tui("check", *names, "--backends", both, "--json")
    rows = json.loads(done.stdout)["rows"]
    assert [row for row in rows if row["verdict"] not in {"right", "unavailable"}] == []
    assert done.returncode == 0
    right = {(row["workload"], row["backend"]) for row in rows if row["verdict"] == "right"}
    assert {(name, backend) for name in names} <= right


@pytest.mark.exhaustive
@pytest.mark.slow
@pytest.mark.timeout(360)
def test_every_experiment_comes_to_what_it_must_on_every_backend() -> None:
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

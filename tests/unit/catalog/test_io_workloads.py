"""I/O-bound workloads measure what they say, leave nothing behind, and tell of what went wrong."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from concur_workloads.catalog import latency_client
from concur_workloads.catalog.cpu.pure_python import sum_of_squares
from concur_workloads.catalog.io import database, pipes
from concur_workloads.catalog.latency_server import Delay
from support.staged import outcome_of, staged


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    """What a worker keeps until it ends."""
    yield
    for each in (database.connections, latency_client.connections, pipes.pipes):
        each.close()


def test_jitter_comes_on_top_and_is_the_same_for_the_same_request() -> None:
    delay = Delay(0.020, 0.010)
    delays = [delay.of(number) for number in range(-1, 200)]
    assert delays == [delay.of(number) for number in range(-1, 200)]
    assert 0.020 <= min(delays) < 0.022
    assert 0.028 < max(delays) <= 0.030
    assert {Delay(0.020, 0.0).of(number) for number in range(20)} == {0.020}


def test_the_server_waits_as_long_as_it_is_told() -> None:
    with staged("loopback-requests", latency_ms=0.0, jitter_ms=40.0) as settings:
        number = max(range(50), key=Delay(0.0, 0.040).of)
        outcome_of("loopback-requests", 0, settings)
        began_s = time.perf_counter()
        assert outcome_of("loopback-requests", number, settings).result == number
        assert time.perf_counter() - began_s >= Delay(0.0, 0.040).of(number)


@pytest.mark.parametrize("fsync", [True, False])
def test_files_are_timed_and_removed(*, fsync: bool) -> None:
    with staged("files", fsync=fsync) as settings:
        outcome = outcome_of("files", 7, settings)
        assert list(Path(settings["folder"]).iterdir()) == []
    assert outcome.result == (7, 64 * 1024)
    assert outcome.figures.keys() == {"written", "read"} | ({"fsync"} if fsync else set())
    assert min(outcome.figures.values()) > 0
    assert not Path(settings["folder"]).exists()


def test_a_message_larger_than_a_pipe_holds_comes_back() -> None:
    with staged("pipes", messages=2, bytes=1 << 20) as settings:
        assert outcome_of("pipes", 5, settings).result == (5, 2)


def test_a_partner_that_was_killed_is_told() -> None:
    # Earlier tests may have left such as serve this whole process.
    others = set(psutil.Process().children(recursive=True))
    with staged("pipes") as settings:
        outcome_of("pipes", 0, settings)
        ours = set(psutil.Process().children(recursive=True)) - others
        (partner,) = [each for each in ours if not each.children()]
        partner.kill()
        with pytest.raises(ConnectionError, match="the partner process"):
            outcome_of("pipes", 1, settings)


def test_a_program_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "echo"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with staged("programs") as settings, pytest.raises(OSError, match="status 3"):
        outcome_of("programs", 0, settings)


def test_a_database_that_stays_locked_is_told() -> None:
    with staged("sqlite", wait_ms=1) as settings:
        other = sqlite3.connect(settings["database"], isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(TimeoutError, match="still locked after 1 ms"):
            outcome_of("sqlite", 0, settings)
        other.close()
        assert outcome_of("sqlite", 0, settings).figures["found locked"] == 0


def test_a_task_that_found_the_database_locked_waits_and_counts() -> None:
    with staged("sqlite", wait_ms=20_000) as settings:
        other = sqlite3.connect(settings["database"], isolation_level=None)
        other.execute("begin immediate")

        def let_go(statement: str) -> None:
            # It is set once the task has seen that another is writing.
            if "busy_timeout = 20000" in statement:
                other.close()

        connection = database.connections.to(settings["database"])
        connection.set_trace_callback(let_go)
        outcome = outcome_of("sqlite", 3, settings)
    assert outcome.result == (3, 10)
    assert outcome.figures["found locked"] == 1


@pytest.mark.parametrize(("share", "computing"), [(0, 0), (25, 1), (100, 4)])
def test_the_dial_sets_how_many_steps_compute(share: float, computing: int) -> None:
    with staged("io-then-cpu", cpu_share=float(share), wait_ms=5.0, terms=100) as settings:
        outcome = outcome_of("io-then-cpu", 6, settings)
    assert outcome.result == (6, computing * sum_of_squares(100))
    assert outcome.figures["I/O"] >= (4 - computing) * 0.005

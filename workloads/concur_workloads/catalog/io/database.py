"""A SQLite database that all workers write to, each through a connection of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.kept_by_thread import KeptByThread
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

if TYPE_CHECKING:
    import sqlite3

# Without rowid, a batch is found by its key however many there are.
_SCHEMA = """
create table batches (id integer primary key, task integer);
create table entries (batch integer, place integer, text text, primary key (batch, place))
without rowid;
"""


@contextmanager
def _database(settings: Settings, _stage: Stage) -> Iterator[dict[str, Any]]:
    # Late, as other workloads do without it.
    import sqlite3
    import tempfile

    with tempfile.TemporaryDirectory(prefix="concur-tui-database-") as folder:
        path = os.path.join(folder, "entries.sqlite")
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"pragma journal_mode = {settings['journal']}")
            connection.executescript(_SCHEMA)
        yield {"database": path}


def _connect(path: str) -> sqlite3.Connection:
    import sqlite3

    # Transactions begin and end where a task says so.
    return sqlite3.connect(path, isolation_level=None)


#: One connection a worker.
connections = KeptByThread(_connect)


def _insert_and_read(task: int, settings: Settings) -> Outcome:
    connection = connections.to(settings["database"])
    entries = [(place, f"entry {place} of task {task}") for place in range(settings["rows"])]
    began_ns = perf_counter_ns()
    locked = _begin(connection, settings["wait_ms"])
    begun_ns = perf_counter_ns()
    try:
        batch = connection.execute("insert into batches (task) values (?)", (task,)).lastrowid
        connection.executemany(
            "insert into entries values (?, ?, ?)", [(batch, *entry) for entry in entries]
        )
        inserted_ns = perf_counter_ns()
        connection.execute("commit")
    except BaseException:
        connection.rollback()
        raise
    committed_ns = perf_counter_ns()
    found = connection.execute(
        "select place, text from entries where batch = ? order by place", (batch,)
    ).fetchall()
    if found != entries:
        raise ValueError(f"{len(found):,} entries were read, not the {len(entries):,} inserted")
    figures = {
        "found locked": float(locked),
        "lock wait": (begun_ns - began_ns) / 1e9,
        "commit": (committed_ns - inserted_ns) / 1e9,
    }
    return Outcome((task, len(found)), figures)


def _begin(connection: sqlite3.Connection, wait_ms: int) -> bool:
    """Begin to write, at once or once others have done; whether the database was found locked."""
    connection.execute("pragma busy_timeout = 0")
    locked = not _has_begun(connection)
    connection.execute(f"pragma busy_timeout = {wait_ms}")
    if locked and not _has_begun(connection):
        raise TimeoutError(
            f"the database was still locked after {wait_ms:,} ms; a longer wait_ms waits longer"
        )
    return locked


def _has_begun(connection: sqlite3.Connection) -> bool:
    """Whether the lock was to be had; raises OperationalError for anything else."""
    import sqlite3

    try:
        connection.execute("begin immediate")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    return True


WORKLOADS = (
    Workload(
        name="sqlite",
        title="SQLite",
        family="I/O-bound",
        kind="I/O-bound, releases the GIL while it waits",
        summary="Inserts rows in one transaction of a shared database file and reads them back.",
        look_at=(
            "One at a time may write. See how often tasks found the database locked as workers "
            "grow, and what they waited; compare throughput with one worker. Who finds it locked "
            "sleeps and asks again: compare how many tasks each worker did. Then change the "
            "journal, which decides what a commit writes and whether readers are in its way."
        ),
        parameters=(
            Parameter("rows", 100, "how many rows a task inserts", 1, 1_000_000),
            Parameter(
                "journal", "delete", "how SQLite keeps a commit whole", choices=("delete", "wal")
            ),
            Parameter(
                "wait_ms",
                10_000,
                "how long to wait for a locked database",
                1,
                3_600_000,
                unit="ms",
            ),
        ),
        body=_insert_and_read,
        fixture=_database,
        figures=(
            Figure(
                "found locked",
                "",
                "tasks that found the database locked by another when they began",
                summed=True,
            ),
            Figure("lock wait", "s", "until a task held the lock to write"),
            Figure("commit", "s", "time of the commit, which waits until it is on the disk"),
        ),
        default_tasks=100,
        smallest={"rows": 10},
    ),
)

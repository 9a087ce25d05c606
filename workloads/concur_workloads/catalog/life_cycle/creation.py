"""What it costs to create, start and join a thread, a process or an interpreter."""

from __future__ import annotations

from contextlib import closing
from time import monotonic_ns

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.fork_safety import refuse_fork_among_threads
from concur_workloads.catalog.gate import Gate
from concur_workloads.catalog.members import (
    KINDS,
    KINDS_WITH_DAEMONS,
    Member,
    maker_of,
    require_good_end,
)
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter, SpecError

_LIGHT_KINDS = ("thread", "sub-interpreter")
_MOST_PROCESSES = 64


def _create_start_join(_task: int, settings: Settings) -> Outcome:
    count: int = settings["count"]
    created_ns: list[int] = []
    started_ns: list[int] = []
    begun_ns: list[int] = []
    members: list[Member] = []
    running: list[Member] = []
    with closing(Gate()) as gate:
        make = maker_of(settings["kind"], gate, daemon=settings["daemons"])
        try:
            for place in range(count):
                before = monotonic_ns()
                member = make(place)
                after = monotonic_ns()
                created_ns.append(after - before)
                members.append(member)
            for member in members:
                before = monotonic_ns()
                member.start()
                after = monotonic_ns()
                started_ns.append(after - before)
                begun_ns.append(before)
                running.append(member)
            arrived_ns = gate.arrivals(count)
            before = monotonic_ns()
            gate.open()
            _join_all(running)
            joined_ns = monotonic_ns() - before
        finally:
            gate.open()
            _join_all(running)
    for member in members:
        require_good_end(member)
    runs_ns = [arrived_ns[place] - begun_ns[place] for place in range(count)]
    return Outcome(
        count,
        {
            "create": sum(created_ns) / count / 1e9,
            "start": sum(started_ns) / count / 1e9,
            "until it runs": sum(runs_ns) / count / 1e9,
            "join": joined_ns / count / 1e9,
        },
    )


def _join_all(running: list[Member]) -> None:
    while running:
        running.pop().join()


def _check(settings: Settings, backend: str) -> None:
    kind, count = settings["kind"], settings["count"]
    refuse_fork_among_threads("kind", kind, backend)
    if kind not in _LIGHT_KINDS and count > _MOST_PROCESSES:
        raise SpecError("count", count, f"at most {_MOST_PROCESSES} of processes")
    if settings["daemons"] and kind not in KINDS_WITH_DAEMONS:
        raise SpecError("daemons", True, f"no for {kind}, of which Python knows no daemons")


WORKLOADS = (
    Workload(
        name="creation",
        title="creation",
        family="Creation and life cycle",
        kind="creates, starts and joins",
        summary="Creates, starts and joins threads, processes or interpreters that do nothing.",
        look_at=(
            "The figures split the cost for each one: creating the object, the call of start(), "
            "how long until its first line runs, and ending it. See which part grows from thread "
            "to fork to spawn, and whether start() returns before the other runs. Then multiply by "
            "the number you would create, and see whether keeping them, as a pool does, is worth "
            "it. Daemon or not changes only what happens to them when the program ends."
        ),
        parameters=(
            Parameter("kind", "thread", "what is created", choices=KINDS),
            Parameter(
                "count",
                8,
                f"how many a task creates; at most {_MOST_PROCESSES} processes",
                1,
                1_000,
            ),
            Parameter(
                "daemons", False, "whether they are daemons, which nobody waits for at the end"
            ),
        ),
        body=_create_start_join,
        default_tasks=10,
        figures=(
            Figure("create", "s", "making the object, for each: two clock readings around it"),
            Figure("start", "s", "the call of start(), for each: two clock readings around it"),
            Figure(
                "until it runs",
                "s",
                "from the call of start() to the first clock reading in the new one, on average",
            ),
            Figure(
                "join",
                "s",
                "from letting all of them end to the last join(), divided by their number",
            ),
        ),
        backends=("serial", "threading.Thread", "multiprocessing.Process"),
        elsewhere="its tasks start threads and processes of their own, which pools do not expect",
        check=_check,
        smallest={"count": 2},
    ),
)

"""What one more thread, process or interpreter takes of the memory."""

from __future__ import annotations

import os
from contextlib import closing

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.fork_safety import refuse_fork_among_threads
from concur_workloads.catalog.gate import Gate
from concur_workloads.catalog.members import KINDS, Member, maker_of, pid_of, require_good_end
from concur_workloads.catalog.memory.footprint import Footprint, footprint_of, require_footprints
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter


def _weigh(_task: int, settings: Settings) -> Outcome:
    count: int = settings["count"]
    members: list[Member] = []
    with closing(Gate()) as gate:
        make = maker_of(settings["kind"], gate)
        before = footprint_of(os.getpid())
        try:
            for place in range(count):
                member = make(place)
                member.start()
                members.append(member)
            gate.arrivals(count)
            ours = footprint_of(os.getpid())
            theirs = [footprint_of(pid) for pid in map(pid_of, members) if pid is not None]
        finally:
            gate.open()
            for member in members:
                member.join()
    for member in members:
        require_good_end(member)
    grown = Footprint(ours.uss - before.uss, ours.pss - before.pss)
    alone = sum(each.uss for each in theirs) if theirs else grown.uss
    return Outcome(
        count,
        {
            "USS of each": alone / count,
            "PSS of each": (sum(each.pss for each in theirs) + grown.pss) / count,
        },
    )


def _check(settings: Settings, backend: str) -> None:
    refuse_fork_among_threads("kind", settings["kind"], backend)
    require_footprints("memory-per-worker")


WORKLOADS = (
    Workload(
        name="memory-per-worker",
        title="memory per worker",
        family="Memory",
        kind="weighs threads and processes",
        summary="Starts threads, processes or interpreters that only wait, and weighs them.",
        look_at=(
            "PSS of each is what one more really adds: pages that several share are divided among "
            "them. USS is what it holds alone, and what would be free again without it. Compare "
            "the kinds, and multiply by the workers that you have in mind. These only wait: what a "
            "worker imports and works on comes on top, and a forked one copies what it uses."
        ),
        parameters=(
            Parameter("kind", "thread", "what is started", choices=KINDS),
            Parameter("count", 8, "how many are weighed at once", 1, 64),
        ),
        body=_weigh,
        default_tasks=3,
        default_repeats=1,
        baseline=False,
        figures=(
            Figure(
                "USS of each",
                "B",
                "what a process holds alone, mean; for the others, growth of their process by each",
            ),
            Figure(
                "PSS of each",
                "B",
                "growth of the PSS of the starting process and all that it started, by each",
            ),
        ),
        backends=("serial", "multiprocessing.Process"),
        elsewhere="what other workers allocate meanwhile would be counted too",
        check=_check,
        smallest={"count": 2},
        smallest_tasks=1,
    ),
)

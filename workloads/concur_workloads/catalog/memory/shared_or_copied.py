"""A value that somebody else changes, and what is seen of that here."""

from __future__ import annotations

from collections.abc import Mapping

from concur_workloads.catalog.figures import Figure, Measured, Outcome
from concur_workloads.catalog.fork_safety import refuse_fork_among_threads
from concur_workloads.catalog.log_lines import teller
from concur_workloads.catalog.memory.changes import changes_in_an_array, changes_in_shared_memory
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter
from concur_workloads.spec import START_METHODS

_ARRAY, _SHARED = "array", "shared memory"


def _change_values(task: int, settings: Settings) -> Outcome:
    who, count, kept_in = settings["changed_by"], settings["values"], settings["kept_in"]
    have_changed = changes_in_shared_memory if kept_in == _SHARED else changes_in_an_array
    there, here = have_changed(who, count)
    tell = teller(task, settings)
    tell(f"{who}, {kept_in}: {there:,} changed there, {here:,} here")
    return Outcome((there, here), {"changes made": there, "changes seen": here})


def _check(settings: Settings, backend: str) -> None:
    refuse_fork_among_threads("changed_by", settings["changed_by"], backend)


def _verify(measured: Mapping[str, Measured], settings: Settings) -> str:
    count = settings["values"]
    shared = settings["changed_by"] == "thread" or settings["kept_in"] == _SHARED
    for name, expected in (("changes made", count), ("changes seen", count if shared else 0)):
        found = measured[name]
        if {found.lowest, found.highest} != {expected}:
            return f"{name}: {found.median:g}, but it must be {expected:,}"
    return ""


WORKLOADS = (
    Workload(
        name="shared-or-copied",
        title="shared or copied",
        family="Memory",
        kind="changes values elsewhere",
        summary=(
            "A thread or a child process changes values; how many of the changes are seen here?"
        ),
        look_at=(
            "Compare the changes made with the changes seen. Change who does it: a thread, or a "
            "child by each start method. Then keep the values in shared memory and compare again: "
            "which pairs of who and where let two workers see the same value? The time of a task "
            "says what it costs to have them changed elsewhere."
        ),
        parameters=(
            Parameter(
                "changed_by",
                "thread",
                "who changes them: a thread, or a child by its start method",
                choices=("thread", *START_METHODS),
            ),
            Parameter("kept_in", _ARRAY, "where the values are", choices=(_ARRAY, _SHARED)),
            Parameter("values", 1_000, "how many values are changed", 1, 1_000_000),
        ),
        body=_change_values,
        default_tasks=4,
        default_repeats=1,
        figures=(
            Figure("changes made", "", "values that are changed as whoever changed them sees it"),
            Figure(
                "changes seen", "", "values that are changed as the task itself sees it afterwards"
            ),
        ),
        backends=("serial", "threading.Thread", "multiprocessing.Process"),
        elsewhere="its tasks start threads and processes of their own, which pools do not expect",
        check=_check,
        verify=_verify,
        smallest={"values": 10},
    ),
)

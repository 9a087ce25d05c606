"""The states of a thread or process, as they happen, in our words and in the kernel's."""

from __future__ import annotations

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.fork_safety import refuse_fork_among_threads
from concur_workloads.catalog.life_cycle.kernel_word import is_told
from concur_workloads.catalog.life_cycle.state_walk import Walk, walk_a_process, walk_a_thread
from concur_workloads.catalog.log_lines import hold_of, teller
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter, SpecError


def _walk(task: int, settings: Settings) -> Outcome:
    kind = settings["kind"]
    walk = Walk(hold_of(task, settings), teller(task, settings))
    if kind == "thread":
        walk_a_thread(walk)
    else:
        walk_a_process(walk, kind)
    return Outcome(sorted(walk.seen_s), walk.seen_s)


def _check(settings: Settings, backend: str) -> None:
    refuse_fork_among_threads("kind", settings["kind"], backend)
    if not is_told():
        only = "one that this system can run: it reads states from Linux's /proc"
        raise SpecError("workload", "states", only)


WORKLOADS = (
    Workload(
        name="states",
        title="states",
        family="Creation and life cycle",
        kind="walks one through its states",
        summary=(
            "Takes a thread or process from new to its end and prints each state as it is seen."
        ),
        look_at=(
            "Read the log (4, and m for all of its width): each line has our word for the state "
            "and, behind it, what the kernel says of it and where in the kernel it waits. See for "
            "which states the kernel has one word only, which of them a thread never has, and what "
            "is left of a process that has ended but was not joined. The figures say how soon "
            "after its cause each state was seen."
        ),
        parameters=(
            Parameter(
                "kind",
                "thread",
                "what goes through its states, and how it is started",
                choices=("thread", "fork", "spawn"),
            ),
            Parameter("hold_s", 0.2, "how long it stays in each state", 0.001, 60.0, unit="s"),
        ),
        body=_walk,
        default_tasks=1,
        default_repeats=1,
        baseline=False,
        figures=(
            Figure(
                "running",
                "s",
                "from the order to work until the kernel says R and its CPU time grows",
            ),
            Figure(
                "ready",
                "s",
                "from sharing its CPU with a busy loop until the kernel counts 1 ms in the queue",
            ),
            Figure("sleeping", "s", "from just before time.sleep() until the kernel says S"),
            Figure("waiting for a lock", "s", "from just before acquire() until the kernel says S"),
            Figure("waiting for a pipe", "s", "from just before recv() until the kernel says S"),
            Figure("stopped", "s", "from SIGSTOP until the kernel says T; processes only"),
            Figure("terminated", "s", "from its last order until the thread is gone; threads only"),
            Figure("zombie", "s", "from its last order until the kernel says Z; processes only"),
            Figure("reaped", "s", "from join() until the kernel has forgotten the process"),
        ),
        backends=("serial", "threading.Thread", "multiprocessing.Process"),
        elsewhere="its tasks start threads and processes of their own, which pools do not expect",
        check=_check,
        smallest={"hold_s": 0.001},
        smallest_tasks=1,
    ),
)

"""Children that nobody joins, and children whose parent dies first."""

from __future__ import annotations

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.fork_safety import SINGLE_THREADED, WHY
from concur_workloads.catalog.life_cycle.kernel_word import is_told
from concur_workloads.catalog.life_cycle.parentage import show_a_zombie, show_an_orphan
from concur_workloads.catalog.log_lines import hold_of, teller
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter, SpecError


def _show(task: int, settings: Settings) -> Outcome:
    tell, hold_s = teller(task, settings), hold_of(task, settings)
    figures = show_a_zombie(tell, hold_s)
    figures.update(show_an_orphan(tell, hold_s, adopt=settings["adopt"]))
    return Outcome(sorted(figures), figures)


def _check(_settings: Settings, _backend: str) -> None:
    if not is_told():
        only = "one that this system can run: it reads states from Linux's /proc"
        raise SpecError("workload", "orphans-and-zombies", only)


WORKLOADS = (
    Workload(
        name="orphans-and-zombies",
        title="orphans and zombies",
        family="Creation and life cycle",
        kind="children left alone",
        summary="Leaves a child unreaped for a while, then has the parent of another one die.",
        look_at=(
            "Read the log (4): first what the kernel still shows of a child that has ended but was "
            "not joined, and that joining removes it. Then who becomes the parent of a child whose "
            "own parent has died: see the name, and whether the new parent reaps it in its turn. "
            "Let the worker adopt orphans and see whom they go to then. In the end nothing must be "
            "left."
        ),
        parameters=(
            Parameter(
                "hold_s", 0.2, "how long a zombie and an orphan are left so", 0.0, 60.0, unit="s"
            ),
            Parameter("adopt", False, "whether the worker asks the kernel for orphans below it"),
        ),
        body=_show,
        default_tasks=1,
        default_repeats=1,
        baseline=False,
        figures=(
            Figure(
                "zombie", "s", "from the order to end until the kernel calls the child a zombie"
            ),
            Figure("reaped", "s", "from waitpid() until the kernel has forgotten the child"),
            Figure(
                "adopted", "s", "from the order to the parent to end until the child has another"
            ),
            Figure(
                "end of the orphan",
                "s",
                "from the order to end until it is gone or was waited for in vain for 1 s",
            ),
            Figure("orphan reaped", "", "1 if its new parent has reaped it within 1 s, 0 if not"),
        ),
        backends=SINGLE_THREADED,
        elsewhere=WHY,
        check=_check,
        smallest={"hold_s": 0.0},
        smallest_tasks=1,
    ),
)

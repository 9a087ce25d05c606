"""The settings of a run that every way to make a spec offers: by name, type, range and help."""

from __future__ import annotations

from dataclasses import dataclass

from concur_workloads.parameter import Parameter, Value

MAXIMUM_WORKERS = 1_000
MAXIMUM_TASKS = 100_000_000

#: Where workers may run: as the system likes, all on the first usable CPU, or each on one of its
#: own, in turns where there are fewer CPUs than workers.
AFFINITIES = ("free", "one-core", "one-each")


@dataclass(frozen=True)
class Option:
    """One setting; `unset` is the word for None, empty where there is always a value.

    A setting that is not `general` is taken by some backends only, see `BackendInfo.takes`.
    """

    parameter: Parameter
    unset: str = ""
    general: bool = True

    @property
    def name(self) -> str:
        """The field of the spec."""
        return self.parameter.name

    @property
    def flag(self) -> str:
        """The option of the command line, without a unit: --run-timeout for run_timeout_s."""
        return "--" + self.name.removesuffix("_s").replace("_", "-")

    def parse(self, text: str) -> Value | None:
        """What a person typed as a checked value; raises SpecError."""
        if self.unset and text.strip().lower() in ("", self.unset):
            return None
        return self.parameter.parse(text)

    def check(self, value: Value | None) -> Value | None:
        """The value if it may stand in a spec; raises SpecError."""
        if self.unset and value is None:
            return None
        return self.parameter.check(value)


OPTIONS: dict[str, Option] = {
    option.name: option
    for option in (
        Option(Parameter("workers", 2, "how many run at the same time", 1, MAXIMUM_WORKERS)),
        Option(Parameter("tasks", 16, "how many times the workload is called", 1, MAXIMUM_TASKS)),
        Option(
            Parameter("chunk_size", 1, "tasks handed to a worker at once", 1, 1_000_000),
            general=False,
        ),
        Option(
            Parameter(
                "warm_up",
                1,
                "tasks each worker runs before the clock starts, not counted",
                0,
                1_000,
            )
        ),
        Option(
            Parameter("repeats", 3, "pairs of a serial pass and a pass of the backend", 1, 1_000)
        ),
        Option(
            Parameter(
                "timeout_s", 60.0, "longest that one task may take", 0.05, 86_400.0, unit="s"
            ),
            unset="none",
        ),
        Option(
            Parameter(
                "run_timeout_s",
                600.0,
                "longest that the whole run may take",
                0.05,
                86_400.0,
                unit="s",
            ),
            unset="none",
        ),
        Option(
            Parameter("retries", 0, "how often a task that failed is tried again", 0, 10),
            general=False,
        ),
        Option(
            Parameter(
                "max_tasks_per_child", 100, "tasks after which a worker is replaced", 1, 1_000_000
            ),
            unset="none",
            general=False,
        ),
        Option(
            Parameter(
                "queue_bound", 16, "chunks that may wait for a worker to become free", 0, 1_000_000
            ),
            unset="default",
            general=False,
        ),
        Option(
            Parameter(
                "daemon",
                "default",
                "whether workers are daemons, which end with their process",
                choices=("default", "yes", "no"),
            ),
            general=False,
        ),
        Option(
            Parameter(
                "pool_method",
                "imap_unordered",
                "the method of the pool that hands out the tasks",
                choices=("imap_unordered", "map"),
            ),
            general=False,
        ),
        Option(
            Parameter(
                "blocking",
                "default",
                "where asyncio runs a task: by default as a coroutine if there is one",
                choices=("default", "thread", "loop"),
            ),
            general=False,
        ),
        Option(Parameter("recycle", False, "create new workers for each pass")),
        Option(
            Parameter("initializer", "gc:disable", "module:function that each worker calls first"),
            unset="none",
        ),
        Option(
            Parameter(
                "switch_interval_s",
                0.005,
                "how long a thread may keep the GIL that others want",
                1e-6,
                10.0,
                unit="s",
            ),
            unset="default",
        ),
        Option(
            Parameter("affinity", "free", "which CPUs the workers may run on", choices=AFFINITIES)
        ),
        Option(Parameter("niceness", 0, "how far each worker steps back for others", 0, 19)),
        Option(
            Parameter(
                "gil",
                "default",
                "whether a free-threaded Python has the GIL (sets PYTHON_GIL)",
                choices=("default", "on", "off"),
            )
        ),
    )
}

"""How much of what the tasks of a run wanted of the CPUs went to others."""

from __future__ import annotations

from concur_workloads.results.machine_conditions import MachineConditions
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.use_of_cpus import use_of_cpus

#: Counters of CPU time go in steps of 10 ms for each CPU and process: less cannot be told.
_LEAST_S = 0.1
#: From here on CPUs count as full: what waits for one may not get it at once.
_FULL = 0.9


def crowding(result: RunResult) -> float:
    """The CPU time that others took from the run, over what its workers could have used.

    Others are welcome to the CPUs that the workers leave. 0 where nothing is known.
    """
    machine, wanted_s = result.machine, _wanted_s(result)
    if machine is None or wanted_s <= 0 or machine.others_cpu_s < _LEAST_S:
        return 0.0
    there_s = machine.cpus * machine.watched_s
    use = use_of_cpus(result)
    if use is not None and use.mostly_waited and _busy_s(machine) < _FULL * there_s:
        return 0.0
    left_s = max(0.0, there_s - wanted_s)
    return max(0.0, machine.others_cpu_s - left_s) / wanted_s


def _wanted_s(result: RunResult) -> float:
    """The CPU time of workers that compute all the time, on as many CPUs as they can use."""
    if result.environment is None:
        return 0.0
    at_once = {
        "serial": 1,
        "backend": min(max(1, len(result.workers)), result.environment.usable_cpus),
    }
    return sum(at_once[each.role] * each.wall_s for each in result.passes)


def _busy_s(machine: MachineConditions) -> float:
    ours_s = machine.run_cpu_s + machine.own_cpu_s
    return ours_s + machine.others_cpu_s + (machine.stolen_cpu_s or 0.0)

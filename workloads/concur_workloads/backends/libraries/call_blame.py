"""What one call of a library cost, when it gives up or waits for ever."""

from __future__ import annotations

from collections.abc import Collection

from concur_workloads.backends.base import Host, PassOutcome
from concur_workloads.backends.blame import (
    Suspect,
    first_unpicklable,
    first_without_answer,
    those_that_raised,
)
from concur_workloads.backends.failed_tasks import FailedTasks
from concur_workloads.backends.libraries.pool_processes import Death, PoolProcesses
from concur_workloads.backends.task_source import TaskSource
from concur_workloads.worker import describe


class CallBlame:
    """Counts and tells the tasks that one call of a library cost, the culprit first.

    `taken` are the tasks that the library took and did not answer; of those in `arrived` it has
    the answers, which are lost with the call.
    """

    def __init__(self, host: Host, processes: PoolProcesses, outcome: PassOutcome) -> None:
        self._host = host
        self._processes = processes
        self._outcome = outcome
        self._backend = host.spec.backend

    def for_error(
        self,
        error: BaseException,
        taken: Collection[int],
        arrived: Collection[int],
        *,
        tells_of_a_death: bool,
    ) -> None:
        """The library gave up with an error."""
        cause = describe(error, place=False)
        death = self._processes.first_death() if tells_of_a_death else None
        if death is not None:
            self._outcome.cause = self._processes.told_with(cause, death)
            blamed = self._died_on(death, "")
        else:
            blamed = self._culprits(cause, {*taken} - {*arrived})
        self._tell(blamed, taken, f"{self._backend} gave up: {cause}.", "gave up the whole call")

    def for_waiting(self, taken: Collection[int], arrived: Collection[int]) -> None:
        """The library would wait for ever."""
        waits = f"{self._backend} itself would wait for ever"
        if self._processes.deaths:
            death = self._processes.deaths[0]
            blamed = self._died_on(death, f", and {waits}")
            cause = f"{self._processes.sentence(death)} {waits}."
        else:
            blamed = self._culprits(f"no answer came, and {waits}", {*taken} - {*arrived})
            cause = f"No worker does anything, but {waits}."
        self._tell(blamed, taken, cause, "does not go on")

    def _died_on(self, death: Death, what_follows: str) -> list[tuple[Suspect, str]]:
        text = f"its process ({death.pid}) {death.how}{what_follows}"
        task = death.task(self._outcome.number)
        if task is not None:
            return [(Suspect(task, death.lane), text)]
        # What the library does not catch ends the process after the task.
        raised = those_that_raised(self._host, self._outcome.number)
        return [(each, f"it raised, so {text}") for each in raised if each.lane == death.lane]

    def _culprits(self, cause: str, in_flight: Collection[int]) -> list[tuple[Suspect, str]]:
        """Who raised, or cannot be pickled."""
        host, number = self._host, self._outcome.number
        raised = those_that_raised(host, number)
        if len(raised) > 1:
            cause = f"it was one of {len(raised)} that raised, of which one error was told: {cause}"
        if raised:
            return [(suspect, cause) for suspect in raised]
        found = first_unpicklable(host, in_flight)
        found = found or first_without_answer(host, number, in_flight)
        return [(found, cause)] if found is not None else []

    def _tell(
        self,
        blamed: list[tuple[Suspect, str]],
        taken: Collection[int],
        cause: str,
        what_it_did: str,
    ) -> None:
        failed = FailedTasks(self._host, self._outcome, TaskSource(0, 1))
        for suspect, text in blamed:
            failed.add(*suspect, text)
        if not blamed and not self._outcome.cause:
            self._outcome.cause = cause
        for task in sorted({*taken} - {suspect.task for suspect, _ in blamed}):
            failed.add(task, None, f"its result is lost, since {self._backend} {what_it_did}")

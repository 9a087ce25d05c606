"""One spec run to its end: serial and backend in runners of their own, taking turns."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from concur_workloads.catalog.registry import workload
from concur_workloads.control.deadlocks import Deadlocks, OnDeadlock
from concur_workloads.control.limits import exceeded_limit
from concur_workloads.control.looks import Looks
from concur_workloads.control.news import news_of
from concur_workloads.control.outcome import build_result
from concur_workloads.control.outcome_so_far import result_so_far
from concur_workloads.control.own_functions import end_looks, look_before
from concur_workloads.control.party import Party, RunEnded
from concur_workloads.control.scratch import Scratch
from concur_workloads.control.stops import Stops
from concur_workloads.control.surroundings import Surroundings
from concur_workloads.observer.waiting.states_seen import SeenState
from concur_workloads.protocol import commands, events
from concur_workloads.protocol.events import Event
from concur_workloads.results.preflight import Preflight
from concur_workloads.results.run_result import RunResult, Status
from concur_workloads.results.snapshot import LogEntry, Phase, Role, RunSnapshot
from concur_workloads.results.where_time_went import WhereTimeWent
from concur_workloads.spec import RunSpec
from concur_workloads.worker import describe

_WATCH_S = 0.05


class Experiment:
    """Runs a prepared spec and tells how it goes; used from one event loop on the main thread.

    `log` gets life-cycle events, what user code prints, and warnings, as they come.
    `cancel_grace_s` is how long tasks under way may still take after `cancel`. `on_deadlock` says
    what becomes of tasks that wait for each other for ever: a person is asked, who may call
    `break_deadlock`, or one of them is told to give up, or the run ends.
    """

    def __init__(
        self,
        spec: RunSpec,
        log: Callable[[LogEntry], None],
        *,
        cancel_grace_s: float = 3.0,
        on_deadlock: OnDeadlock = "end",
    ) -> None:
        self.spec = spec
        self._log_entry = log
        self._cancel_grace_s = cancel_grace_s
        self._began_ns = time.monotonic_ns()
        self._started_at_s = time.time()
        self._parties: list[Party] = []
        self._stops = Stops(self._log)
        self._deadlocks = Deadlocks(on_deadlock, self._log)
        self._looks = Looks(spec, self._began_ns)
        self._surroundings = Surroundings()
        self._cancel_limit_ns: int | None = None
        self._pause_wanted = False
        self._status: Status = "completed"
        self._cause = ""
        self._last_look: RunSnapshot | None = None
        self._preflight: Preflight | None = None
        # Kept from the end on, when the recordings that it comes from are let go.
        self._time_went: WhereTimeWent | None = None

    async def run(self) -> RunResult:
        """Run all of it; faults become results. No process is left, even if this is cancelled."""
        try:
            await self._run_to_the_end()
            return self._result()
        finally:
            self._close()

    async def _run_to_the_end(self) -> None:
        watch = asyncio.create_task(self._watch())
        # For the socket of a fork server, and for what a fixture could not remove when killed.
        has_fixture = workload(self.spec.workload).fixture is not None
        scratch = Scratch(needed=self.spec.start_method == "forkserver" or has_fixture)
        try:
            await self._run(_made(scratch))
        except RunEnded as ended:
            self._end_as("cancelled" if self._cancelling else "failed", str(ended))
        except Exception as error:  # noqa: BLE001 - a fault of ours must not take the screen along
            self._end_for_our_fault(error)
        except BaseException:
            self.kill()
            raise
        finally:
            watch.cancel()
            await self._shut_down()
            scratch.remove()

    async def _run(self, folder: str | None) -> None:
        self._preflight = await look_before(self.spec, self._log_from)
        if self._preflight is not None and self._preflight.problem:
            raise RunEnded("" if self._cancelling else self._preflight.problem)
        for role in self._roles():
            party = self._make_party(role)
            self._parties.append(party)
            await party.start(folder)
            if self._cancelling:
                break
            if self._pause_wanted:
                party.send(commands.Pause())
        for number in range(1, self.spec.repeats + 1):
            # Taking turns in alternating order, so that a drifting machine favours neither side.
            order = self._parties if number % 2 else self._parties[::-1]
            for party in order:
                if self._cancelling:
                    self._end_as("cancelled", "")
                    return
                await self._run_pass(party, number)
                if self._status != "completed":
                    return

    async def _run_pass(self, party: Party, number: int) -> None:
        self._looks.begin_pass(party, number)
        self._log("debug", f"{party.role} pass {number} of {self.spec.repeats} begins")
        with self._surroundings.watched(self._parties, party, number):
            finished = await party.run_pass(number)
        if finished.status == "failed":
            cause = finished.cause or self._first_failure(party, finished)
            self._end_as("failed", cause)
        elif finished.status == "cancelled":
            self._end_as("cancelled", "")

    def _first_failure(self, party: Party, finished: events.PassFinished) -> str:
        first = party.ledger.failures[0]
        where = f" in worker {first.worker}" if first.worker is not None else ""
        more = f" {finished.failed - 1:,} more tasks failed." if finished.failed > 1 else ""
        side = "serial " if party.role == "serial" and self.spec.backend != "serial" else ""
        return f"Task {first.task} of the {side}pass failed{where}: {first.cause}.{more}"

    def _roles(self) -> list[Role]:
        return ["serial", "backend"] if self.spec.has_serial_passes else ["backend"]

    def _make_party(self, role: Role) -> Party:
        spec = self.spec
        if role == "serial":
            spec = spec.with_changes(
                backend="serial", workers=1, start_method=None, chunk_size=1, baseline=False
            )
        party = Party(
            role,
            spec,
            first_place=sum(each.spec.workers for each in self._parties),
            began_ns=self._began_ns,
            log=self._log_from,
            on_event=self._on_event,
        )
        self._looks.add_party(party)
        return party

    def _end_as(self, status: Status, cause: str) -> None:
        """The first cause counts; what follows from it does not replace it."""
        if self._status == "completed":
            self._status, self._cause = status, cause

    async def _shut_down(self) -> None:
        self._looks.phase = Phase.SHUTTING_DOWN
        for party in reversed(self._parties):
            await party.end()

    async def _watch(self) -> None:
        """Drain the rings often enough to miss nothing, and enforce limits from outside."""
        try:
            while True:
                await asyncio.sleep(_WATCH_S)
                self._look_after_parties()
        except Exception as error:  # noqa: BLE001 - nobody would enforce any limit any more
            self._end_for_our_fault(error)

    def _look_after_parties(self) -> None:
        now_ns = time.monotonic_ns()
        for party in self._parties:
            party.ledger.drain()
            exceeded = exceeded_limit(party, self._began_ns, now_ns)
            if exceeded:
                party.fail(exceeded)
            if self._cancel_limit_ns is not None and now_ns > self._cancel_limit_ns:
                party.fail("Tasks under way were ended by force.")
        self._looks.look_for_workers()
        self._surroundings.look(now_ns)
        self._stops.look(self._parties, now_ns)
        self._deadlocks.look(self._parties, now_ns)
        self._looks.deadlock = self._deadlocks.current

    def _end_for_our_fault(self, error: Exception) -> None:
        self._log("error", "".join(traceback.format_exception(error)))
        self._end_as("failed", f"concur-tui itself failed: {describe(error)}.")
        self.kill()

    def _close(self) -> None:
        """Let go of everything but the last look."""
        self._looks.phase = Phase.ENDED
        self._looks.deadlock = None
        self._last_look = self._looks.snapshot()
        self._looks.close()
        self._surroundings.close()
        for party in self._parties:
            party.close()

    def cancel(self) -> None:
        """End the run: no further task begins; a second call does not wait for those under way."""
        if self._cancel_limit_ns is not None:
            self._cancel_limit_ns = time.monotonic_ns()
            return
        self._cancel_limit_ns = time.monotonic_ns() + round(self._cancel_grace_s * 1e9)
        self._looks.cancelling = True
        self._log("info", f"cancelling: tasks under way get {self._cancel_grace_s:g} s to end")
        end_looks()
        for party in self._parties:
            party.send(commands.Cancel())

    @property
    def _cancelling(self) -> bool:
        return self._cancel_limit_ns is not None

    def pause(self) -> None:
        """Begin no further task until `resume`; workers that are starting get ready first."""
        self._pause_wanted = True
        self._steer_ready(commands.Pause())

    def resume(self) -> None:
        """Begin tasks again."""
        self._pause_wanted = False
        self._steer_ready(commands.Resume())

    def _steer_ready(self, command: commands.Command) -> None:
        for party in self._parties:
            if party.ledger.workers_ready is not None:
                party.send(command)

    def kill_worker(self, worker: int, signal: Literal["SIGTERM", "SIGKILL"]) -> None:
        """Kill one worker of the backend; a refusal arrives in the log, with its reason."""
        for party in self._parties:
            if party.role == "backend":
                party.send(commands.KillWorker(worker, signal))

    def break_deadlock(self) -> None:
        """Tell one of the tasks that wait for each other for ever to give up; else do nothing."""
        self._deadlocks.break_one()

    def kill(self) -> None:
        """Kill everything at once, for a program that is about to die itself."""
        end_looks()
        for party in self._parties:
            party.runner.kill()

    @property
    def pids(self) -> tuple[int, ...]:
        """The runner processes that are alive."""
        return tuple(party.runner.pid for party in self._parties if party.is_alive)

    @property
    def backend_pid(self) -> int | None:
        """The runner process of the backend, None while it is not alive."""
        alive = (each for each in self._parties if each.role == "backend" and each.is_alive)
        return next((party.runner.pid for party in alive), None)

    def snapshot(self) -> RunSnapshot:
        """How it goes now, or went to the end; what is new since the last call comes along once."""
        look = self._last_look
        if look is None:
            return self._looks.snapshot()
        gil = replace(look.gil, looks=()) if look.gil is not None else None
        self._last_look = replace(look, spans=(), shares=(), gil=gil)
        return look

    def where_time_went(self) -> WhereTimeWent:
        """Of the workers of the backend, so far."""
        if self._time_went is None:
            return self._looks.where_time_went("backend")
        return self._time_went

    def states_seen(self, lane: int) -> tuple[SeenState, ...]:
        """What the worker of a lane was seen at lately, the oldest first; also after the run.

        Empty where it could not be watched.
        """
        return self._looks.states_seen(lane)

    def result_so_far(self) -> RunResult | None:
        """What would be known if the run were cut short now, None once it is over.

        Takes a few milliseconds.
        """
        if self._last_look is not None:
            return None
        return result_so_far(
            self.spec,
            self._parties,
            self._started_at_s,
            self._preflight,
            self.where_time_went(),
            self._surroundings.conditions_so_far(),
            deadlocked=self._deadlocks.current is not None,
        )

    def _on_event(self, party: Party, event: Event) -> None:
        match event:
            case events.Paused():
                self._looks.paused = True
            case events.Resumed():
                self._looks.paused = False
            case _:
                pass
        news = news_of(event, party.role, party.spec)
        if news is not None:
            self._log(*news)

    def _log(self, level: str, text: str) -> None:
        self._log_from(level, "run", text)

    def _log_from(self, level: str, source: str, text: str) -> None:
        self._log_entry(LogEntry(time.time(), level, source, text))

    def _result(self) -> RunResult:
        self._time_went = self.where_time_went()
        return build_result(
            self.spec,
            self._parties,
            self._status,
            self._cause,
            self._started_at_s,
            self._preflight,
            self._time_went,
            self._surroundings.conditions(),
        )


def _made(scratch: Scratch) -> str | None:
    try:
        return scratch.make()
    except OSError as error:
        where = error.filename or "the folder for temporary files"
        raise RunEnded(f"Nothing can be put into {where}: {error.strerror}.") from error

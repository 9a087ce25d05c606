"""One of the sides of an experiment, serial or backend: its runner, driven through its passes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from concur_workloads.backends.registry import backend
from concur_workloads.catalog.own import is_reference
from concur_workloads.catalog.registry import workload
from concur_workloads.control.ledger import Ledger
from concur_workloads.control.post_mortem import cause_of_death
from concur_workloads.control.runner_process import LaunchError, RunnerProcess
from concur_workloads.exit_status import exit_words
from concur_workloads.protocol import events
from concur_workloads.protocol.codec import SCHEMA
from concur_workloads.protocol.commands import Command, Quit, RunPass, Start
from concur_workloads.protocol.events import Event
from concur_workloads.recorder.recording import Recording
from concur_workloads.results.snapshot import Role
from concur_workloads.spec import RunSpec

_HANDSHAKE_LIMIT_S = 15.0
_EXIT_LIMIT_S = 5.0


class RunEnded(Exception):
    """The run cannot go on; the text is the cause."""


class Party:
    """Launches one runner, has it run passes, and takes it down; `log(level, source, text)`."""

    def __init__(
        self,
        role: Role,
        spec: RunSpec,
        *,
        first_place: int,
        began_ns: int,
        log: Callable[[str, str, str], None],
        on_event: Callable[[Party, Event], None],
    ) -> None:
        self.role = role
        self.spec = spec
        self.first_place = first_place
        self.launch_s: float | None = None
        self.failure_cause = ""
        self.recording = Recording.create(spec.workers)
        source = "runner" if role == "backend" else "serial"
        self.ledger = Ledger(
            self.recording,
            spec.tasks,
            began_ns,
            first_place,
            lambda level, text: log(level, source, text),
        )
        self._on_event = on_event
        self._awaited: type[Event] = events.Hello
        self._arrived: asyncio.Future[Event] = asyncio.get_running_loop().create_future()
        self.runner = RunnerProcess(
            self.recording,
            on_event=self.hear,
            on_line=lambda stream, text: log("info", stream, text),
            on_lost=lambda stream, lines, size: log(
                "warning", stream, f"{lines:,} more lines ({size:,} bytes) were not kept"
            ),
            on_left=lambda pids: log("warning", source, _left_behind(pids)),
        )

    async def start(self, folder: str | None) -> None:
        """Launch the runner and have it create its workers; raises RunEnded."""
        began = time.monotonic()
        try:
            own = is_reference(self.spec.workload)
            needed = (backend(self.spec.backend), workload(self.spec.workload))
            self.runner.launch(
                self.spec.interpreter,
                folder,
                gil=self.spec.gil,
                with_packages=own or any(each.needs_package for each in needed),
                with_python_path=own,
            )
        except LaunchError as error:
            raise RunEnded(str(error)) from error
        try:
            hello = await asyncio.wait_for(self._wait_for(events.Hello), _HANDSHAKE_LIMIT_S)
        except TimeoutError:
            limit = f"{_HANDSHAKE_LIMIT_S:g} s"
            raise RunEnded(f"The runner did not answer within {limit} of its start.") from None
        self.launch_s = time.monotonic() - began
        assert isinstance(hello, events.Hello)
        if hello.schema != SCHEMA:
            raise RunEnded(f"The runner speaks schema {hello.schema}, this program {SCHEMA}.")
        await self._ask(Start(self.spec.to_dict()), events.WorkersReady)

    async def run_pass(self, number: int) -> events.PassFinished:
        """Run all tasks once; raises RunEnded if the runner does not survive it."""
        finished = await self._ask(RunPass(number), events.PassFinished)
        assert isinstance(finished, events.PassFinished)
        return finished

    async def end(self) -> None:
        """Have the runner shut down, by force if it takes too long."""
        if self.is_alive:
            self.runner.send(Quit())
            await self.runner.end(_EXIT_LIMIT_S)
        self.ledger.drain_all()

    @property
    def is_alive(self) -> bool:
        """Whether the runner was launched and has not ended."""
        return bool(self.runner.pid) and not self.runner.exited.done()

    def send(self, command: Command) -> None:
        """Steer a runner that is alive."""
        if self.is_alive:
            self.runner.send(command)

    def fail(self, cause: str) -> None:
        """End this side by force, for a reason that is known here."""
        self.failure_cause = self.failure_cause or cause
        self.runner.kill()

    async def _ask(self, command: Command, answer: type[Event]) -> Event:
        self.runner.send(command)
        return await self._wait_for(answer)

    async def _wait_for(self, kind: type[Event]) -> Event:
        """The next event of that kind; raises RunEnded if the runner ends or breaks first."""
        self._awaited = kind
        self._arrived = asyncio.get_running_loop().create_future()
        waiting: list[asyncio.Future[Event] | asyncio.Future[int]] = [
            self._arrived,
            self.runner.exited,
        ]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if not self._arrived.done():
            raise RunEnded(self._close_after_death())
        event = self._arrived.result()
        if isinstance(event, events.Broken):
            self.ledger.close_pass("failed", event.cause)
            raise RunEnded(event.cause)
        return event

    def _close_after_death(self) -> str:
        code = self.runner.exited.result()
        if self.ledger.hello is None and self.spec.interpreter and not self.failure_cause:
            ended = f"{self.spec.interpreter} {exit_words(code)} before it answered"
            return f"{ended}: is it a Python 3.10 or later?"
        under_way = self.ledger.under_way()
        in_one_process = backend(self.spec.backend).in_one_process
        cause = self.failure_cause or cause_of_death(
            self.runner.pid, code, under_way, in_one_process=in_one_process
        )
        self.ledger.close_pass("failed", cause)
        return cause

    def hear(self, event: Event) -> None:
        """Take in what the runner tells."""
        self.ledger.take(event)
        if isinstance(event, events.Broken):
            # It may come while nobody waits for this side; its end then needs this cause.
            self.failure_cause = self.failure_cause or event.cause
        self._on_event(self, event)
        if isinstance(event, (self._awaited, events.Broken)) and not self._arrived.done():
            self._arrived.set_result(event)

    def overdue(self, limit_s: float, now_ns: int) -> tuple[int, int] | None:
        """The worker and task that exceed a time limit, if any."""
        for lane, status in self.ledger.under_way().items():
            if now_ns - status.since_ns > limit_s * 1e9:
                return lane, status.task
        return None

    def close(self) -> None:
        """Let go of the recording."""
        self.recording.close()


def _left_behind(pids: list[int]) -> str:
    """What became of the processes that tasks have started and left."""
    if len(pids) == 1:
        return f"process {pids[0]}, which a task left behind, was ended with the run"
    numbers = ", ".join(map(str, pids))
    return f"processes {numbers}, which tasks left behind, were ended with the run"

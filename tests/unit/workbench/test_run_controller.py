"""The controller posts what becomes of a run, and leaves nothing behind."""

import asyncio
from collections.abc import Callable

import pytest
from textual.message import Message

from concur_tui.messages import LogReceived, RunEnded, RunStarted, SnapshotTaken, SystemSampled
from concur_tui.run_controller import RunController
from concur_workloads.api import LogEntry, RunResult, RunSpec, default_spec
from support.fake_experiment import FakeCost, FakeExperiment, FakeSampler, running

NEVER_S = 3600.0


class Bench:
    """A controller with fakes, and what it posted."""

    def __init__(self) -> None:
        self.made: list[FakeExperiment] = []
        self.sampler = FakeSampler()
        self.posted: list[Message] = []
        self.news = asyncio.Event()
        self.controller = RunController(
            self.make, lambda: self.sampler, FakeCost(), refresh_s=NEVER_S, sample_s=NEVER_S
        )

    def make(self, spec: RunSpec, log: Callable[[LogEntry], None]) -> FakeExperiment:
        self.made.append(FakeExperiment(spec, log))
        return self.made[-1]

    def post(self, message: Message) -> None:
        self.posted.append(message)
        self.news.set()

    def start(self) -> asyncio.Task[None]:
        run = self.controller.start(default_spec("sum-of-squares"), self.post)
        return asyncio.create_task(run)

    async def until(self, kind: type[Message]) -> None:
        while kind not in self.kinds():
            self.news.clear()
            await self.news.wait()

    def kinds(self) -> list[type[Message]]:
        return [type(message) for message in self.posted]


async def test_a_run_is_told_from_start_to_end() -> None:
    bench = Bench()
    run = bench.start()
    await bench.until(SnapshotTaken)
    bench.made[0].now = running(2.0)
    bench.made[0].say("hello")
    bench.made[0].finish()
    await run
    assert bench.kinds()[0] is RunStarted
    assert bench.kinds()[-1] is RunEnded
    logged = [message for message in bench.posted if isinstance(message, LogReceived)]
    assert [entry.text for message in logged for entry in message.entries] == ["hello"]
    assert not bench.controller.running
    assert bench.sampler.closed


async def test_samples_carry_the_time_of_the_run() -> None:
    bench = Bench()
    run = bench.start()
    await bench.until(SnapshotTaken)
    bench.made[0].now = running(2.0)
    bench.made[0].finish()
    await run
    sampled = next(each for each in bench.posted if isinstance(each, SystemSampled))
    assert sampled.elapsed_s == 2.0
    assert sampled.sample.memory_origin == "PSS"


async def test_a_second_run_is_refused_while_one_is_on() -> None:
    bench = Bench()
    run = bench.start()
    with pytest.raises(RuntimeError, match="one run at a time"):
        await bench.controller.start(default_spec("sum-of-squares"), bench.post)
    bench.made[0].finish()
    await run
    assert len(bench.made) == 1


async def test_commands_reach_the_experiment() -> None:
    bench = Bench()
    run = bench.start()
    await bench.until(SnapshotTaken)
    bench.controller.toggle_pause()
    bench.controller.publish()
    bench.controller.toggle_pause()
    bench.controller.kill_worker(2, "SIGTERM")
    bench.controller.cancel()
    bench.controller.kill()
    await run
    assert bench.made[0].calls == ["pause", "resume", "kill 2 SIGTERM", "cancel", "kill"]


async def test_commands_without_a_run_do_nothing() -> None:
    controller = Bench().controller
    controller.toggle_pause()
    controller.cancel()
    controller.kill_worker(1, "SIGKILL")
    controller.kill()
    controller.publish()
    await controller.wait_until_idle()


async def test_a_cancelled_controller_kills_what_it_started() -> None:
    bench = Bench()
    run = bench.start()
    await bench.until(SnapshotTaken)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert bench.made[0].calls == ["kill"]
    assert not bench.controller.running


async def test_a_broken_engine_is_not_silent() -> None:
    class Broken(FakeExperiment):
        async def run(self) -> RunResult:
            raise RuntimeError("a bug")

    controller = RunController(Broken, FakeSampler, FakeCost(), refresh_s=NEVER_S, sample_s=NEVER_S)
    with pytest.raises(RuntimeError, match="a bug"):
        await controller.start(default_spec("sum-of-squares"), lambda _message: None)
    assert not controller.running

"""An experiment and a sampler that play what a test hands them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from concur_tui.own_cost import OwnCost
from concur_workloads.api import (
    Activity,
    CoreUse,
    CpuShare,
    GilLook,
    HandOvers,
    LaneSnapshot,
    Latency,
    LogEntry,
    MemoryParts,
    PassResult,
    Phase,
    Phases,
    Ratio,
    Role,
    RunResult,
    RunSnapshot,
    RunSpec,
    SeenState,
    SharedGil,
    Span,
    Status,
    SwitchRates,
    SystemSample,
    TransferRates,
    UsableCpus,
    WhereTimeWent,
    WorkerResult,
    backend,
)
from support.run_results import ENVIRONMENT

EPOCH_S = 1_700_000_000.0
TASK_S = 0.25


class FakeSampler:
    """Shows two CPUs, of which the run uses what the test says."""

    def __init__(self, run_percent: float = 104.0) -> None:
        self.run_percent = run_percent
        self.closed = False

    def sample(self, root_pids: Sequence[int]) -> SystemSample:
        """The same figures at every look."""
        return SystemSample(
            time_s=0.0,
            cores=(
                CoreUse(user=52.0, system=9.0, steal=4.0, megahertz=2400.0),
                CoreUse(user=40.0, system=3.0, steal=0.0, megahertz=2390.0),
            ),
            run_percent=self.run_percent,
            processes=1,
            threads=5,
            memory_bytes=22_000_000,
            memory_origin="PSS",
            memory_parts=MemoryParts(private=14_000_000, shared=8_000_000, swapped=0),
            memory_age_s=0.0,
            usable_cpus=UsableCpus(2, "CPU affinity"),
            load=2.31,
            throttling=None,
            switches=SwitchRates(212.0, 1340.0),
            transfers=TransferRates(1_200_000.0, 3_400.0, 0.0, 8192.0),
            rates_age_s=0.0,
            missing={"throttling": "no quota"},
        )

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


class FakeCost:
    """Says at every look what the test has set."""

    now: OwnCost | None = OwnCost(4.21, 61_000_000, 6_130.0)

    def restart(self) -> None:
        """Nothing to measure."""

    def look(self) -> OwnCost | None:
        """The same figures, if there are any."""
        return self.now


class FakeExperiment:
    """Runs until the test calls `finish`; `calls` lists the commands it was given."""

    def __init__(self, spec: RunSpec, log: Callable[[LogEntry], None]) -> None:
        self.spec = spec
        self.log = log
        self.calls: list[str] = []
        self.now = starting()
        self.time_went = WhereTimeWent()
        self.states: dict[int, tuple[SeenState, ...]] = {}
        self.so_far: RunResult | None = None
        self._ended = asyncio.Event()
        self._result = make_result(spec)

    @property
    def pids(self) -> tuple[int, ...]:
        """No process."""
        return ()

    async def run(self) -> RunResult:
        """Wait for the test."""
        await self._ended.wait()
        lanes = tuple(ended_lane(each, self.now.elapsed_s) for each in self.now.lanes)
        self.now = replace(self.now, phase=Phase.ENDED, spans=(), shares=(), lanes=lanes)
        return self._result

    def snapshot(self) -> RunSnapshot:
        """What the test has set; what is new in it only once."""
        now = self.now
        gil = replace(now.gil, looks=()) if now.gil is not None else None
        self.now = replace(now, spans=(), shares=(), gil=gil)
        return now

    def say(self, text: str, level: str = "info", source: str = "run") -> None:
        """Put a line into the log."""
        self.log(LogEntry(EPOCH_S, level, source, text))

    def finish(self, result: RunResult | None = None) -> None:
        """Let the run end."""
        self._result = result or self._result
        self._ended.set()

    def cancel(self) -> None:
        """Show that it is being cancelled."""
        self.calls.append("cancel")
        self.now = replace(self.now, cancelling=True)

    def pause(self) -> None:
        """Show that it is paused."""
        self.calls.append("pause")
        self.now = replace(self.now, paused=True)

    def resume(self) -> None:
        """Show that it goes on."""
        self.calls.append("resume")
        self.now = replace(self.now, paused=False)

    def break_deadlock(self) -> None:
        """Note it."""
        self.calls.append("break deadlock")

    def kill_worker(self, worker: int, signal: str) -> None:
        """Remember the wish."""
        self.calls.append(f"kill {worker} {signal}")

    def where_time_went(self) -> WhereTimeWent:
        """What a test has put there."""
        return self.time_went

    def states_seen(self, lane: int) -> tuple[SeenState, ...]:
        """What a test has put there."""
        return self.states.get(lane, ())

    def result_so_far(self) -> RunResult | None:
        """What a test has put there."""
        return self.so_far

    def kill(self) -> None:
        """End as a run does whose processes were killed."""
        self.calls.append("kill")
        self.finish(make_result(self.spec, status="cancelled"))


def starting() -> RunSnapshot:
    """The first snapshot of any run."""
    return RunSnapshot(
        elapsed_s=0.0,
        phase=Phase.STARTING,
        pass_number=0,
        passes=6,
        paused=False,
        cancelling=False,
        done=0,
        total=96,
        remaining_s=None,
        throughput_per_s=0.0,
        latency=None,
        loop_lag=None,
        figures=(),
        deadlock=None,
        missed_records=0,
        lanes=(),
        spans=(),
        shares=(),
    )


def running(elapsed_s: float, *, workers: int = 4, cpu_share: float = 0.26) -> RunSnapshot:
    """A run in its first backend pass; every worker is on a task and has finished some before."""
    done = int(elapsed_s / TASK_S)
    spans = tuple(
        Span(lane, index * TASK_S, (index + 1) * TASK_S, "task", index, TASK_S * cpu_share)
        for lane in range(workers)
        for index in range(1, done)
    )
    start_ups = tuple(Span(lane, 0.0, TASK_S, "start-up", -1, 0.0) for lane in range(workers))
    shares = tuple(
        CpuShare(
            lane,
            step * 0.1,
            (step + 1) * 0.1,
            share_at(step, lane, workers, cpu_share),
            Activity.GIL,
        )
        for lane in range(workers)
        for step in range(int(elapsed_s * 10))
    )
    return replace(
        starting(),
        elapsed_s=elapsed_s,
        phase=Phase.BACKEND_PASS,
        pass_number=2,
        done=workers * done,
        total=workers * done * 3,
        remaining_s=2 * elapsed_s,
        throughput_per_s=workers / TASK_S,
        latency=Latency(0.25, 0.26, 0.27, 0.28),
        lanes=tuple(lane_now(lane, done, cpu_share, elapsed_s) for lane in range(workers)),
        spans=start_ups + spans,
        shares=shares,
    )


def share_at(step: int, lane: int, workers: int, cpu_share: float) -> float:
    """Turns taken when workers share one CPU, all at once when each has its own."""
    if cpu_share > 0.9:
        return 1.0
    return 0.95 if step % workers == lane else 0.05


def shared_gil(elapsed_s: float, since_s: float = 0.0, *, workers: int = 4) -> SharedGil:
    """The looks of an interval: for 2 s workers take turns, then each has it for a second.

    Twice a second a burst of looks sees it change hands every 5 ms or so.
    """
    return SharedGil(
        bursts=tuple(
            HandOvers.of_burst(0.04, 40, 6 + number % 3)
            for number in range(int(since_s * 2), int(elapsed_s * 2))
        ),
        looks=tuple(
            GilLook(
                at_s=(number + 0.5) / 100,
                holder=_holder(number, workers),
                wanted=number % 400 < 380,
                after_s=0.01,
                changed=_holder(number, workers) != _holder(number - 1, workers),
            )
            for number in range(round(since_s * 100), round(elapsed_s * 100))
        ),
    )


def _holder(number: int, workers: int) -> int | None:
    """Who held it at a look; nobody knows for a while in between."""
    if 180 <= number % 400 < 200 or number % 400 >= 380:
        return None
    if number % 400 >= 200:
        return 1 + number // 100 % workers
    # One more often than the others, and every time another one.
    return 1 + (number // 10 * 3 if number % 10 < 4 else number) % workers


def lane_now(lane: int, done: int, cpu_share: float, elapsed_s: float) -> LaneSnapshot:
    """A worker on its next task; where workers take turns, the first has its turn now."""
    busy_s = done * TASK_S
    return LaneSnapshot(
        lane=lane,
        role="backend",
        worker=lane + 1,
        label=f"{lane + 1}",
        pid=4000 + lane,
        native_id=4000 + lane,
        state="running",
        task=done,
        since_s=min(elapsed_s, busy_s),
        ok=done,
        failed=0,
        busy_s=busy_s,
        cpu_s=busy_s * cpu_share,
        exit=None,
        activity=Activity.ON_CPU if cpu_share > 0.9 or lane == 0 else Activity.GIL,
    )


def ended_lane(lane: LaneSnapshot, at_s: float, code: int | None = None) -> LaneSnapshot:
    """A worker that ended as planned; a thread has no exit code."""
    return replace(lane, state="ended", task=None, since_s=at_s, activity=None, exit=code)


def make_pass(spec: RunSpec, number: int) -> PassResult:
    """One of a pair of passes, serial first."""
    role: Role = "serial" if number % 2 else "backend"
    checksum = "0123456789abcdef"
    return PassResult(number, role, "completed", 2.0, spec.tasks, 0, checksum, 0.0001, paused=False)


def make_result(
    spec: RunSpec, *, status: Status = "completed", speedup: float = 0.93, cause: str = ""
) -> RunResult:
    """A result of three paired passes in which the workers shared one CPU or not."""
    wall_s = 2.0 / speedup
    ok = status == "completed"
    return RunResult(
        spec=spec,
        environment=ENVIRONMENT,
        status=status,
        cause=cause,
        wall_s=wall_s if ok else None,
        serial_wall_s=2.0 if ok else None,
        throughput_per_s=spec.tasks / wall_s if ok else None,
        speedup=Ratio(speedup, speedup * 0.97, speedup * 1.03, 3) if ok else None,
        efficiency=speedup / spec.workers if ok else None,
        checksum="0123456789abcdef" if ok else "",
        checksum_matches=True if ok else None,
        latency=Latency(0.25, 0.26, 0.27, 0.28) if ok else None,
        latency_tasks=3 * spec.tasks if ok else 0,
        loop_lag=None,
        figures=(),
        serial_figures=(),
        phases=Phases(0.12, 0.003, 0.25, wall_s, 0.0001, 0.01),
        dropped_records=0,
        passes=tuple(make_pass(spec, number) for number in range(1, 7)) if ok else (),
        workers=tuple(
            WorkerResult(
                id=worker,
                pid=4000,
                native_id=4000 + worker,
                startup_s=0.001,
                cold_task_s=0.26,
                tasks=3 * spec.tasks // spec.workers,
                failed=0,
                share=1 / spec.workers,
                busy_s=3 * wall_s,
                on_cpu_s=3 * wall_s / spec.workers,
                exit=None,
            )
            for worker in range(1, spec.workers + 1)
        ),
        workers_are=backend(spec.backend).workers_are,
        workers_share_gil=not backend(spec.backend).capabilities.own_gil_per_worker,
        failures=(),
        failures_in_all=0,
        started_at_s=EPOCH_S,
    )

"""Lints of the machine, the event loop and forking, on both sides of each threshold."""

import pytest

from concur_workloads.results.fork import Fork
from concur_workloads.results.lints.fork import fork_with_threads
from concur_workloads.results.lints.loop import blocked_event_loop
from concur_workloads.results.lints.surroundings import noisy_machine, quota_throttling, swapping
from concur_workloads.results.preflight import Preflight
from concur_workloads.results.snapshot import Latency
from concur_workloads.spec import RunSpec
from support.run_results import a_machine, a_result, with_serial_walls


def test_all_that_made_a_machine_noisy_is_one_sentence() -> None:
    result = with_serial_walls(1.0, 1.3, machine=a_machine(others_cpu_s=2.4))
    found = noisy_machine(result)
    assert found is not None
    assert found.sentence == (
        "The machine was noisy: other programs used 1 of 2 CPUs, and serial passes took 1 s to "
        "1.3 s."
    )


def test_a_quiet_machine_and_lost_records_are_no_noise() -> None:
    assert noisy_machine(with_serial_walls(1.0, 1.2, machine=a_machine())) is None
    assert noisy_machine(with_serial_walls(1.0, 1.0, dropped_records=5)) is None


@pytest.mark.parametrize(("throttled", "found"), [(6, False), (7, True)])
def test_quota_throttling(throttled: int, *, found: bool) -> None:
    machine = a_machine(quota_periods=120, throttled_periods=throttled, throttled_s=2.4)
    diagnosis = quota_throttling(a_result(machine=machine))
    assert (diagnosis is not None) is found
    if diagnosis is not None:
        assert diagnosis.sentence == (
            "The CPU quota of the control group ran out in 7 of 120 periods (5.8 %), and its CPUs "
            "were stopped for 2.4 s in all."
        )


@pytest.mark.parametrize(("read", "found"), [(2**20 - 2**19, False), (2**21, True)])
def test_swap(read: int, *, found: bool) -> None:
    machine = a_machine(swapped_in_bytes=read, swapped_out_bytes=2**19)
    diagnosis = swapping(a_result(machine=machine))
    assert (diagnosis is not None) is found
    if diagnosis is not None:
        assert "moved 0.5 MiB of memory out to swap and read 2 MiB back" in diagnosis.sentence


def test_what_the_machine_does_not_tell_is_not_found() -> None:
    assert [check(a_result()) for check in (noisy_machine, quota_throttling, swapping)] == [
        None
    ] * 3


@pytest.mark.parametrize(
    ("lag", "found"),
    [
        (Latency(0.011, 0.02, 0.03, 0.04), True),
        (Latency(0.009, 0.02, 0.09, 0.5), False),
        (Latency(0.001, 0.02, 0.11, 0.5), True),
        (None, False),
    ],
)
def test_blocked_event_loop(lag: Latency | None, *, found: bool) -> None:
    assert (blocked_event_loop(a_result(loop_lag=lag)) is not None) is found


def test_a_blocked_loop_is_told_with_how_late_it_was() -> None:
    found = blocked_event_loop(a_result(loop_lag=Latency(0.045, 0.05, 0.06, 0.061)))
    assert found is not None
    assert found.sentence == (
        "The event loop was blocked: its timers fired 45 ms late (median), 1 % of them 60 ms or "
        "more, at most 61 ms."
    )


@pytest.mark.parametrize(
    ("start_method", "threads", "found"),
    [("fork", ("beat",), True), ("spawn", ("beat",), False), ("fork", (), False)],
)
def test_fork_with_threads(start_method: str, threads: tuple[str, ...], *, found: bool) -> None:
    spec = RunSpec("work.py:f", backend="multiprocessing.Process", start_method=start_method)
    looked_at = Preflight("work.py:f", None, "", threads_left=threads)
    diagnosis = fork_with_threads(a_result(spec=spec, preflight=looked_at))
    assert (diagnosis is not None) is found
    if diagnosis is not None:
        assert "leaves threads running (beat)" in diagnosis.sentence


@pytest.mark.parametrize(
    ("fork", "others"),
    [
        (Fork(3, ("beat", "Thread-1 (run)")), "(beat, Thread-1 (run))"),
        (Fork(5, ("beat",)), "(beat, 3 that Python does not know, such as those of BLAS)"),
        (Fork(1, ()), ""),
    ],
)
def test_what_was_seen_at_the_fork_counts_for_any_workload(fork: Fork, others: str) -> None:
    spec = RunSpec("no-op", backend="multiprocessing.Pool", start_method="fork")
    diagnosis = fork_with_threads(a_result(spec=spec, fork=fork))
    assert (diagnosis is not None) is bool(others)
    if diagnosis is not None:
        assert diagnosis.sentence.startswith(
            f"Other threads ran {others} in the process that workers were forked from"
        )
    # What an import has left may have ended by then.
    looked_at = Preflight("work.py:f", None, "", threads_left=("beat",))
    again = fork_with_threads(a_result(spec=spec, fork=fork, preflight=looked_at))
    assert again == diagnosis

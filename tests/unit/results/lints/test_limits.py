"""What a person may set of when lints speak: each limit has its effect, and is what it says."""

from dataclasses import replace
from typing import Any

import pytest

from concur_workloads.results.lints.limits import DEFAULT_LIMITS, Limits
from concur_workloads.results.lints.registry import LIMITS, LINTS, findings, findings_so_far
from concur_workloads.results.lints.settings import LintSettings
from concur_workloads.results.lints.so_far import Watchfulness
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.snapshot import Latency
from support.run_results import a_budget, a_machine, a_result, a_worker, with_serial_walls


def _processes(count: int, **changes: Any) -> RunResult:
    return a_result(
        spec=a_result().spec.with_changes(backend="multiprocessing.Process", start_method="fork"),
        workers=tuple(a_worker(number) for number in range(1, count + 1)),
        workers_are="processes",
        workers_share_gil=False,
        **changes,
    )


def _convoy(**seconds: Any) -> RunResult:
    return a_result(workers=(a_worker(1), a_worker(2, budget=a_budget(**seconds))))


def _tiny(dispatch_s: float) -> RunResult:
    workers = tuple(a_worker(each, tasks=1000, busy_s=0.5) for each in (1, 2))
    return a_result(workers=workers, phases=replace(a_result().phases, dispatch=dispatch_s))


_QUARTER = a_budget(on_cpu=5.0, ready=3.0, gil=3.0, pipe=1.0)
_WITH_POOLS = a_machine(other_threads=3, other_threads_cpu_s=1.0, other_threads_waited_s=8.0)
_CHUNKS = a_result().spec.with_changes(chunk_size=8)
#: By limit: where it alone decides, a result with two values at the lower of which the lint speaks.
_CASES: dict[str, tuple[RunResult, float, float]] = {
    "noisy-machine.spread": (with_serial_walls(1.0, 1.5), 1.4, 1.6),
    "noisy-machine.taken": (
        a_result(machine=a_machine(stolen_cpu_s=0.48, others_cpu_s=0.861)),
        9.0,
        11.0,
    ),
    "quota-throttling.periods": (a_result(machine=a_machine(throttled_periods=6)), 24.0, 26.0),
    "swap.moved": (a_result(machine=a_machine(swapped_in_bytes=5 * 2**20)), 4.9, 5.1),
    "blocked-event-loop.median": (a_result(loop_lag=Latency(0.02, 0.02, 0.02, 0.02)), 19.0, 21.0),
    "blocked-event-loop.p99": (a_result(loop_lag=Latency(0.002, 0.01, 0.2, 0.2)), 190.0, 210.0),
    "gil-bound-threads.waited": (a_result(budget=_QUARTER), 24.0, 26.0),
    "convoy.waited": (_convoy(on_cpu=0.01, gil=1.0, pipe=0.99), 49.0, 51.0),
    "convoy.waits-per-use": (_convoy(on_cpu=0.05, gil=1.0), 19.0, 21.0),
    "oversubscription.waited": (_processes(4, budget=_QUARTER), 24.0, 26.0),
    "native-pools.waited": (
        _processes(2, budget=_QUARTER, machine=_WITH_POOLS),
        24.0,
        26.0,
    ),
    "tiny-tasks.task": (_tiny(0.5e-3), 0.6, 0.4),
    "tiny-tasks.handing-out": (_tiny(0.5e-3), 49.0, 51.0),
    "pickling-dominates.messages": (
        _processes(2, budget=a_budget(between_tasks=2.0, on_cpu=1.0)),
        1.9,
        2.1,
    ),
    "start-up-dominates.start-up": (
        a_result(phases=replace(a_result().phases, startup=2.0, work=1.0)),
        1.9,
        2.1,
    ),
    "straggler.times-median": (a_result(latency=Latency(0.1, 0.1, 0.1, 0.6)), 5.9, 6.1),
    "straggler.of-pass": (a_result(latency=Latency(0.1, 0.1, 0.1, 0.615)), 49.0, 51.0),
    "idle-tail.waited": (a_result(budget=a_budget(on_cpu=7.38, idle_tail=7.38)), 49.0, 51.0),
    "unbalanced-chunks.times-mean": (
        a_result(spec=_CHUNKS, workers=(a_worker(1, busy_s=3.2), a_worker(2, busy_s=0.8))),
        1.5,
        1.7,
    ),
}


def _limits(name: str, value: float) -> Limits:
    return Limits({LIMITS[name]: value})


def _speaks(lint: str, result: RunResult, limits: Limits) -> bool:
    return lint in {each.lint for each in findings(result, LintSettings(limits=limits))}


@pytest.mark.parametrize("name", LIMITS)
def test_a_lint_speaks_on_one_side_of_its_limit_and_not_on_the_other(name: str) -> None:
    result, speaks_at, silent_at = _CASES[name]
    lint = name.partition(".")[0]
    assert _speaks(lint, result, _limits(name, speaks_at))
    assert not _speaks(lint, result, _limits(name, silent_at))


def test_limits_are_named_after_their_lints_and_have_defaults_that_are_allowed() -> None:
    assert len(LIMITS) == sum(len(lint.limits) for lint in LINTS)
    for lint in LINTS:
        for limit in lint.limits:
            assert limit.name.startswith(f"{lint.name}.")
            assert limit.check(limit.default) == limit.default
            assert limit.help
            assert DEFAULT_LIMITS[limit] > 0


def test_what_is_set_to_its_default_has_not_changed() -> None:
    spread, moved = LIMITS["noisy-machine.spread"], LIMITS["swap.moved"]
    limits = Limits({spread: 1.2, moved: 3.0})
    assert limits.changed(LIMITS.values()) == [moved]
    assert (limits[moved], limits.shown(moved)) == (3 * 2**20, 3.0)


def test_a_limit_holds_while_the_run_is_still_on() -> None:
    seen = a_result(status="cancelled", budget=_QUARTER)
    above = _limits("gil-bound-threads.waited", 26.0)
    assert [each.lint for each in findings_so_far(seen)] == ["gil-bound-threads"]
    assert findings_so_far(seen, above) == ()
    watchfulness = Watchfulness(above)
    assert [watchfulness.look(seen).findings for _ in range(3)] == [()] * 3


def test_what_a_lint_is_to_say_does_not_change_how_far_figures_are_trusted() -> None:
    noisy = with_serial_walls(1.0, 1.5)
    limits = _limits("noisy-machine.spread", 2.0)
    assert findings(noisy, LintSettings(limits=limits)) == ()
    watchfulness = Watchfulness(limits)
    watchfulness.look(noisy)
    found = watchfulness.look(noisy)
    assert (found.findings, found.trust.badge) == ((), "noisy")

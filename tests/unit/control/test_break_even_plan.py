"""What a search for the break-even tries, and what it refuses."""

import pytest

from concur_workloads.api import QUICK, THOROUGH, SpecError, planned_break_even
from concur_workloads.control.break_even import tasks_at


def test_each_kind_of_work_is_tried_on_each_mechanism_once() -> None:
    plan = planned_break_even(2)
    held = [line.backend for line, _ in plan.lines if line.work == "held"]
    assert held == [line.backend for line, _ in plan.lines if line.work == "released"]
    assert held[:3] == ["threading.Thread", "ThreadPoolExecutor", "multiprocessing.Process"]
    assert len(set(held)) == len(held)
    for line, spec in plan.lines:
        assert (spec is None) == bool(line.cause)
        assert spec is None or (spec.workload, spec.repeats) == (f"gil-{line.work}", 10)


def test_what_is_named_is_tried_alone() -> None:
    plan = planned_break_even(
        3, effort=QUICK, works=["held"], names=["processes"], start_methods=["spawn", "fork"]
    )
    assert [line.start_method for line, _ in plan.lines] == ["fork", "spawn"]
    assert {spec.workers for _, spec in plan.lines if spec} == {3}


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"workers": 1}, "workers: 1 is not accepted"),
        ({"works": ["gone"]}, "work: 'gone' is not accepted"),
        ({"names": ["serial"]}, "another than serial"),
        ({"names": ["gone"]}, "backend: 'gone'"),
        ({"start_methods": ["vfork"]}, "start_method: 'vfork'"),
    ],
)
def test_what_cannot_be_tried_is_refused(wanted: dict[str, object], words: str) -> None:
    with pytest.raises(SpecError, match=words):
        planned_break_even(**({"workers": 2} | wanted))  # type: ignore[arg-type]


def test_the_scale_is_logarithmic() -> None:
    assert QUICK.sizes_s[1:3] == pytest.approx([1e-5 * 10**0.5, 1e-4])
    assert [THOROUGH.sizes_s[step] for step in THOROUGH.coarse] == pytest.approx(
        [1e-5, 1e-4, 1e-3, 1e-2]
    )


@pytest.mark.parametrize(
    ("size_s", "tasks"), [(1e-5, 999), (1e-4, 498), (1e-3, 48), (1e-2, 12), (1.0, 12)]
)
def test_a_pass_takes_its_time_but_has_tasks_for_each_worker(size_s: float, tasks: int) -> None:
    assert tasks_at(size_s, 0.05, 3) == tasks

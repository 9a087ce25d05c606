"""What tasks measured themselves: from a worker's lane to what it comes to."""

import random
import statistics
from collections.abc import Iterator
from dataclasses import replace

import pytest

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.recorder.layout import Kind
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.results.figures import FigureTally
from concur_workloads.results.run_state import RunState
from concur_workloads.worker import OutcomeError, Worker
from concur_workloads.worker_setup import WorkerSetup

_FIGURES = (Figure("wait", "s", "how long"), Figure("lost", "", "how many", summed=True))


def _body(task: int, settings: Settings) -> Outcome:
    return Outcome(settings["here"].worker, {"lost": 10 * task, "wait": 0.5 * task})


_WORKLOAD = Workload("measures", "", "", "", "", "", (), _body, figures=_FIGURES)


@pytest.fixture
def recording() -> Iterator[Recording]:
    with Recording.create(2) as made:
        yield made


@pytest.fixture
def worker(recording: Recording) -> Worker:
    return Worker(_WORKLOAD, {}, WorkerSetup((), "free", 0, None, None), recording, 2)


def test_what_a_task_measured_arrives_and_its_result_is_what_it_gave(
    recording: Recording, worker: Worker
) -> None:
    assert [worker.run(task, task, 1) for task in (1, 2, 3)] == [2, 2, 2]
    reader, state = LaneReader(recording, 2), RunState(0)
    spans = state.add(reader.drain())
    assert [span.task for span in spans] == [1, 2, 3]
    assert state.durations.count == reader.counters().ok == 3
    wait, lost = state.figures.readings(_FIGURES)
    assert (wait.figure.name, wait.measured.median, wait.measured.highest) == ("wait", 1.0, 1.5)
    assert (lost.figure.name, lost.measured.total, lost.measured.count) == ("lost", 60.0, 3)


@pytest.mark.parametrize(
    ("figures", "complaint"),
    [
        ({"wait": 1.0, "found": 2}, "'found' is no figure of measures (it has wait, lost)"),
        ({"wait": float("nan")}, "the figure 'wait' is nan, which is no number"),
        ({"wait": "much"}, "the figure 'wait' is 'much', which is no number"),
        ({"wait": 10**400}, "which is no number"),
    ],
)
def test_figures_that_cannot_be_kept_fail_the_task_and_leave_none(
    recording: Recording, figures: dict[str, float], complaint: str
) -> None:
    def body(_task: int, _settings: Settings) -> Outcome:
        return Outcome(None, {"lost": 1, **figures})

    setup = WorkerSetup((), "free", 0, None, None)
    worker = Worker(replace(_WORKLOAD, body=body), {}, setup, recording, 1)
    with pytest.raises(OutcomeError) as raised:
        worker.run(0, 0, 1)
    assert complaint in str(raised.value)
    reader, state = LaneReader(recording, 1), RunState(0)
    state.add(reader.drain())
    assert (reader.counters().ok, reader.counters().failed) == (0, 1)
    assert state.figures.readings(_FIGURES) == ()


def test_figures_do_not_tear_the_tasks_apart(recording: Recording, worker: Worker) -> None:
    for task in range(20):
        worker.run(task, task, 1)
    batches = LaneReader(recording, 2).drain()
    assert [(each.kind, len(each)) for each in batches] == [(Kind.TASK, 20), (Kind.FIGURE, 40)]


def test_a_warm_up_task_measures_nothing(recording: Recording, worker: Worker) -> None:
    worker.warm_up(2)
    state = RunState(0)
    state.add(LaneReader(recording, 2).drain())
    assert state.figures.readings(_FIGURES) == ()


def test_the_record_of_a_task_is_found_among_its_figures(
    recording: Recording, worker: Worker
) -> None:
    worker.run(0, 0, 1)
    found = LaneReader(recording, 2).find(1, 0)
    assert found is not None
    assert found.kind is Kind.TASK


def test_of_very_many_values_the_median_is_of_an_even_selection() -> None:
    values = [random.Random(1).random() for _ in range(100_000)]
    values.sort()
    tally = FigureTally()
    tally.add(values)
    measured = tally.measured()
    assert measured is not None
    assert measured.count == 100_000
    assert (measured.lowest, measured.highest) == (values[0], values[-1])
    assert measured.total == pytest.approx(sum(values))
    assert measured.median == pytest.approx(statistics.median(values), abs=1e-3)
    assert FigureTally().measured() is None

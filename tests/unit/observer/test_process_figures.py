"""CPU time, threads and memory of processes, against what the processes say of themselves."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack

import psutil
import pytest

from concur_workloads.observer import process_figures
from concur_workloads.observer.kept_open import contents_of
from concur_workloads.observer.process_figures import ProcessFigures, process_figure_reader
from support.obedient import START_THREAD, ObedientProcess, obedient

_BURNT_S = 0.05
#: An eighth of the files is read at one look.
_LOOKS_FOR_ALL = 8
_MANY = 24

_BURN = f"burn({_BURNT_S})"
_REAP = f"os.waitpid(os.fork() or burn({_BURNT_S}) or os._exit(0), 0)"
_FORK = f"child = os.fork() or (burn({_BURNT_S}), os.write(tell, b'.'), gate.wait())"
_HOLD = "held = bytes(range(256)) * 200_000"
_HELD_BYTES = 256 * 200_000


@pytest.fixture
def started() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def reader(started: ExitStack) -> process_figures.ProcessFigureReader:
    made = process_figure_reader()
    started.callback(made.close)
    return made


@pytest.fixture
def process(started: ExitStack) -> ObedientProcess:
    return started.enter_context(obedient())


def test_cpu_time_is_what_the_process_says(
    reader: process_figures.ProcessFigureReader, process: ObedientProcess
) -> None:
    for line in ("pass", _BURN, _BURN):
        said_s = process.told(line)
        found_s = reader.read([process.pid])[process.pid].cpu_s
        # It has still to write its answer and wait for the next line.
        assert said_s - 0.001 <= found_s <= said_s + 0.01


def test_children_count_once_they_are_reaped(
    reader: process_figures.ProcessFigureReader, process: ObedientProcess
) -> None:
    before_s = reader.read([process.pid])[process.pid].cpu_s
    process.told(_REAP)
    used_s = reader.read([process.pid])[process.pid].cpu_s - before_s
    # The kernel passes it on in whole ticks of user and of system time.
    assert used_s >= _BURNT_S - 0.02


def test_threads_and_memory_follow(
    reader: process_figures.ProcessFigureReader, process: ObedientProcess
) -> None:
    before = reader.read([process.pid])[process.pid]
    process.told(_HOLD)
    process.told(START_THREAD)
    after = reader.read([process.pid])[process.pid]
    assert after.threads == before.threads + 1
    assert after.rss_bytes >= before.rss_bytes + 0.9 * _HELD_BYTES


def test_a_zombie_has_no_threads_and_keeps_its_time(
    reader: process_figures.ProcessFigureReader, process: ObedientProcess
) -> None:
    said_s = process.told(_BURN)
    process.kill(reap=False)
    found = reader.read([process.pid])[process.pid]
    assert found.threads == 0
    assert found.cpu_s >= said_s - 0.001


def test_one_that_has_ended_has_no_figures(
    reader: process_figures.ProcessFigureReader, process: ObedientProcess, started: ExitStack
) -> None:
    other = started.enter_context(obedient())
    both = [process.pid, other.pid]
    assert reader.read(both).keys() == set(both)
    process.kill()
    assert reader.read(both).keys() == {other.pid}
    assert reader.read([process.pid]) == {}


def test_what_was_read_before_stays_as_it_was(
    reader: process_figures.ProcessFigureReader, process: ObedientProcess
) -> None:
    first = reader.read([process.pid])
    kept = dict(first)
    process.told(_BURN)
    assert reader.read([process.pid]) != first
    assert first == kept


@pytest.mark.skipif(sys.platform != "linux", reason="other systems are asked for all at once")
class TestManyProcesses:
    """Where not each file is read at each look."""

    @pytest.fixture
    def many(self, started: ExitStack) -> list[ObedientProcess]:
        return [started.enter_context(obedient()) for _ in range(_MANY)]

    @pytest.fixture
    def files_read(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        """How many at each time."""
        counts: list[int] = []

        def counting(descriptors: list[int], longest: int) -> list[bytes]:
            counts.append(len(descriptors))
            return contents_of(descriptors, longest)

        monkeypatch.setattr(process_figures, "contents_of", counting)
        return counts

    def test_the_files_of_those_that_have_not_run_are_left_alone(
        self,
        reader: process_figures.ProcessFigureReader,
        many: list[ObedientProcess],
        files_read: list[int],
    ) -> None:
        pids = [each.pid for each in many]
        for each in many:
            each.stop()
        reader.read(pids)
        many[3].go_on()
        many[3].told()
        del files_read[:]
        found = reader.read(pids)
        assert files_read == [1]
        many[3].stop()
        reader.read(pids)
        assert reader.read(pids) is reader.read(pids)
        assert reader.read(pids) != found

    def test_cpu_time_is_new_at_each_look_and_the_rest_within_some(
        self,
        reader: process_figures.ProcessFigureReader,
        many: list[ObedientProcess],
        files_read: list[int],
    ) -> None:
        pids = [each.pid for each in many]
        before = reader.read(pids)
        said_s = {each.pid: each.told(START_THREAD) for each in many}
        del files_read[:]
        found = reader.read(pids)
        assert all(found[pid].cpu_s >= said_s[pid] - 0.001 for pid in pids)
        assert files_read[0] < _MANY
        for _ in range(_LOOKS_FOR_ALL):
            found = reader.read(pids)
        assert all(found[pid].threads == before[pid].threads + 1 for pid in pids)

    def test_the_time_of_one_that_was_reaped_is_never_lost(
        self, reader: process_figures.ProcessFigureReader, many: list[ObedientProcess]
    ) -> None:
        parent = many[-1]
        parent.told("done, tell = os.pipe()")
        parent.told(_FORK)
        parent.told("os.read(done, 1)")
        (child,) = psutil.Process(parent.pid).children()
        # In the order that the files are read in, the child comes first and its parent last.
        for last in range(len(many)):
            reader.read([child.pid, *(each.pid for each in many[:last])])
        pids = [child.pid, *(each.pid for each in many)]
        before = reader.read(pids)
        for each in many:
            each.told()
        parent.told("os.kill(child, 9); os.waitpid(child, 0)")
        after = reader.read(pids)
        # The kernel passes it on in whole ticks of user and of system time.
        assert _total_s(after) >= _total_s(before) - 0.02


def _total_s(figures: Mapping[int, ProcessFigures]) -> float:
    return sum(each.cpu_s for each in figures.values())

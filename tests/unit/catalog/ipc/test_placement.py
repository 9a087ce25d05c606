"""Which CPUs the ends get, and what is said where there are not two."""

import os

import pytest

from concur_workloads.catalog.ipc.placement import Seats, seated, seatings, sit_on

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="only Linux binds a thread to a CPU"
)


@pytest.fixture
def usable(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The CPUs that this thread may use; the test may change them."""
    cpus = {4, 7, 9}
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: cpus)
    return cpus


def test_neighbouring_workers_begin_on_different_cpus(usable: set[int]) -> None:
    assert seatings("two-cpus", 1) == [Seats("two CPUs", 4, 7)]
    assert seatings("two-cpus", 3) == [Seats("two CPUs", 9, 4)]
    assert seatings("both", 2) == [Seats("same CPU", 7, 7), Seats("two CPUs", 7, 9)]
    assert seatings("free", 2) == [Seats("free", None, None)]


def test_one_cpu_alone_is_said(usable: set[int], capsys: pytest.CaptureFixture[str]) -> None:
    usable -= {4, 9}
    assert seatings("both", 2) == [Seats("same CPU", 7, 7)]
    assert "this worker may use CPU 7 only" in capsys.readouterr().out
    with pytest.raises(RuntimeError, match="choose one-cpu"):
        seatings("two-cpus", 2)


def test_a_thread_is_bound_for_a_while() -> None:
    before = os.sched_getaffinity(0)
    last = max(before)
    with seated(last):
        assert os.sched_getaffinity(0) == {last}
    assert os.sched_getaffinity(0) == before
    with seated(None):
        sit_on(None)
        assert os.sched_getaffinity(0) == before

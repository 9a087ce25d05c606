"""The program dies in the middle of a run, in whatever way: nothing of it stays behind."""

import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from support.command_line import PROGRAM, started, wait_for_line
from support.experiments import MECHANISMS, Mechanism, run_to_end
from support.leftovers import shared_memory_of

pytestmark = pytest.mark.faults

_ENDLESS = str(Path(__file__).with_name("endless_program.py"))

#: What the tests of the command line leave out.
_OTHERS = [
    Mechanism("serial", None),
    Mechanism("ThreadPoolExecutor", None),
    Mechanism("multiprocessing.Process", "forkserver"),
    Mechanism("ProcessPoolExecutor", "spawn"),
]


def _die(mechanism: Mechanism, number: signal.Signals, fault: str = "hang") -> int:
    """Run the endless program, end it, and return its exit code; asserts that nothing is left."""
    with started(sys.executable, _ENDLESS, fault, *filter(None, mechanism)) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "under way\n"
        on_linux = sys.platform.startswith("linux")
        semaphores = shared_memory_of(program.pid) if on_linux else set()
        program.send_signal(number)
        program.communicate(timeout=10)
    assert [path for path in semaphores if path.exists()] == []
    return program.returncode


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=str)
async def test_sigkill_leaves_nothing_and_the_next_run_works(mechanism: Mechanism) -> None:
    assert _die(mechanism, signal.SIGKILL) == -signal.SIGKILL
    spec = mechanism.spec("sum-of-squares", parameters={"terms": 1_000})
    assert (await run_to_end(spec))[0].status == "completed"


def _in_turn(rows: Sequence[Any], columns: Sequence[Any]) -> Iterator[Any]:
    """Every pair of them; each row and each column has its turn, and the rest is exhaustive."""
    for place, row in enumerate(rows):
        for turn, column in enumerate(columns):
            usual = place % len(columns) == turn
            marks = () if usual else (pytest.mark.exhaustive,)
            yield pytest.param(row, column, marks=marks, id=f"{row}-{column}")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="found through /proc")
@pytest.mark.parametrize(("mechanism", "fault"), _in_turn(MECHANISMS, ["fork", "fork-session"]))
def test_sigkill_leaves_nothing_that_a_task_has_forked(mechanism: Mechanism, fault: str) -> None:
    assert _die(mechanism, signal.SIGKILL, fault) == -signal.SIGKILL


@pytest.mark.parametrize("mechanism", _OTHERS, ids=str)
def test_a_program_that_handles_no_signal_ends_its_run_with_ctrl_c(mechanism: Mechanism) -> None:
    assert _die(mechanism, signal.SIGINT) == -signal.SIGINT


@pytest.mark.parametrize(("mechanism", "name"), _in_turn(_OTHERS, ["SIGINT", "SIGTERM", "SIGHUP"]))
def test_the_command_line_ends_whole(mechanism: Mechanism, name: str) -> None:
    command = [*PROGRAM, "run", "print-numbers", "--no-baseline", "--warm-up", "0"]
    command += ["--backend", mechanism.backend, "--tasks", "10000"]
    command += ["--set", "numbers=2", "--set", "pause_s=0.01"]
    if mechanism.start_method is not None:
        command += ["--start-method", mechanism.start_method]
    with started(*command) as program:
        wait_for_line(program, "stdout: 1")
        program.send_signal(signal.Signals[name])
        _, said = program.communicate(timeout=10)
    assert program.returncode == 128 + signal.Signals[name], said

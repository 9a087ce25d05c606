"""The steps of coroutines are divided by what their thread was at, of which they have one."""

import pytest

from concur_workloads.results.activity import Activity
from concur_workloads.results.step_split import Steps, split_steps

_RUNNING = {Activity.ON_CPU: 4}


def test_steps_that_run_have_no_more_of_a_cpu_together_than_their_thread() -> None:
    split = split_steps({0: Steps(60, _RUNNING), 7: Steps(20, _RUNNING)}, 40, 30)
    assert split[0] == {Activity.ON_CPU: 30, Activity.READY: pytest.approx(22.5), None: 7.5}
    assert split[7] == {Activity.ON_CPU: 10, Activity.READY: pytest.approx(7.5), None: 2.5}


def test_a_loop_that_works_beside_the_steps_takes_nothing_from_them() -> None:
    split = split_steps({0: Steps(60, _RUNNING)}, 90, 10)
    assert split[0] == {Activity.ON_CPU: 60, Activity.READY: 0, None: 0}


def test_what_a_step_waits_for_is_that_coroutines_alone() -> None:
    seen = {Activity.SLEEP: 3, Activity.ON_CPU: 1}
    split = split_steps({0: Steps(80, seen), 1: Steps(10, {})}, 30, 0)
    assert split[0] == {Activity.SLEEP: 60, Activity.ON_CPU: 20, Activity.READY: 0, None: 0}
    assert split[1] == {Activity.ON_CPU: 10, Activity.READY: 0, None: 0}


def test_nothing_is_made_up_of_a_thread_that_has_ended() -> None:
    assert split_steps({0: Steps(50, {})}, 0, 0)[0][None] == 50
    assert split_steps({}, 0, 0) == {}
    only_blocked = split_steps({0: Steps(50, {Activity.IO: 2})}, 10, 10)
    assert only_blocked[0][Activity.IO] == 50
    assert sum(only_blocked[0].values()) == 50

"""The steps of coroutines are divided by what their thread was at, of which they have one."""

from concur_workloads.results.activity import Activity
from concur_workloads.results.step_split import Steps, split_steps

_RUNNING = {Activity.ON_CPU: 4}


def test_steps_that_run_have_no_more_of_a_cpu_together_than_their_thread() -> None:
    split = split_steps({0: Steps(60, _RUNNING), 7: Steps(20, _RUNNING)}, 40)
    assert split[0] == {Activity.ON_CPU: 30, Activity.READY: 30}
    assert split[7] == {Activity.ON_CPU: 10, Activity.READY: 10}


def test_a_loop_that_works_beside_the_steps_takes_nothing_from_them() -> None:
    assert split_steps({0: Steps(60, _RUNNING)}, 90)[0] == {Activity.ON_CPU: 60, Activity.READY: 0}


def test_what_a_step_waits_for_is_that_coroutines_alone() -> None:
    seen = {Activity.SLEEP: 3, Activity.ON_CPU: 1}
    split = split_steps({0: Steps(80, seen), 1: Steps(10, {})}, 30)
    assert split[0] == {Activity.SLEEP: 60, Activity.ON_CPU: 20, Activity.READY: 0}
    assert split[1] == {Activity.ON_CPU: 10, None: 0}


def test_nobody_knows_what_kept_steps_off_the_cpu_that_were_not_seen() -> None:
    split = split_steps({0: Steps(50, {}), 1: Steps(50, _RUNNING)}, 40)
    assert split[0] == {Activity.ON_CPU: 20, None: 30}
    assert split[1] == {Activity.ON_CPU: 20, Activity.READY: 30}


def test_there_may_be_no_steps_and_none_that_ran() -> None:
    assert split_steps({}, 10) == {}
    only_blocked = split_steps({0: Steps(50, {Activity.PIPE: 2})}, 10)
    assert only_blocked[0] == {Activity.PIPE: 50, Activity.ON_CPU: 0, Activity.READY: 0}

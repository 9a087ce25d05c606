"""The calls that a broken pool has forgotten fail, and no others."""

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

from concur_workloads.backends.libraries.forgotten_calls import ForgottenCalls


def test_a_call_that_the_pool_says_nothing_of_fails_after_a_while() -> None:
    now_s = 100.0
    forgotten = ForgottenCalls(lambda: now_s)
    done: Future[int] = Future()
    done.set_result(1)
    running: Future[int] = Future()
    running.set_running_or_notify_cancel()
    calls = [Future[int](), done, running]
    forgotten.fail(calls)
    now_s += 0.4
    forgotten.fail(calls)
    assert [each.done() for each in calls] == [False, True, False]
    now_s += 0.2
    forgotten.fail(calls)
    assert done.result() == 1
    for each in (calls[0], running):
        assert isinstance(each.exception(timeout=0), BrokenProcessPool)

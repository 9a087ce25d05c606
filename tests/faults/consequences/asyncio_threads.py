"""A function that blocks runs in a thread of the runner, as `misbehave` is one."""

from faults.consequence import IN_THE_RUNNER, NOT_IN_A_THREAD, run_is_ended

BACKEND = "asyncio"

CONSEQUENCES = {
    **IN_THE_RUNNER,
    "hang": run_is_ended(BACKEND, complete=True),
    "ignore-SIGTERM": NOT_IN_A_THREAD,
}

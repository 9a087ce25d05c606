"""The workers are threads of the runner, which no fault of a process leaves alive."""

from faults.consequence import IN_THE_RUNNER, NOT_IN_A_THREAD, run_is_ended

BACKEND = "threading.Thread"

CONSEQUENCES = {
    **IN_THE_RUNNER,
    "hang": run_is_ended(BACKEND, complete=True),
    "ignore-SIGTERM": NOT_IN_A_THREAD,
}

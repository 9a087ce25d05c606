"""The one worker is the runner itself."""

from faults.consequence import IN_THE_RUNNER, run_is_ended

BACKEND = "serial"

CONSEQUENCES = {
    **IN_THE_RUNNER,
    "hang": run_is_ended(BACKEND, complete=False),
    "ignore-SIGTERM": run_is_ended(BACKEND, complete=False),
}

"""What forking does to locks that threads hold."""

from __future__ import annotations

from concur_workloads.results.lints.limits import DEFAULT_LIMITS, Limits
from concur_workloads.results.lints.lint import Diagnosis, Lint
from concur_workloads.results.run_result import RunResult


def fork_with_threads(result: RunResult, _limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where threads run in the process that workers are forked from."""
    preflight, fork = result.preflight, result.fork
    if result.spec.start_method != "fork":
        return None
    if fork is not None:
        ran = f"Other threads ran ({fork.others})" if fork.threads > 1 else ""
    elif preflight is not None and preflight.threads_left:
        names = ", ".join(preflight.threads_left)
        ran = f"Importing {preflight.reference} leaves threads running ({names})"
    else:
        ran = ""
    if not ran:
        return None
    return Diagnosis(
        f"{ran} in the process that workers {'were' if fork else 'are'} forked from: a lock that "
        "one of them holds then stays locked in a worker for ever.",
        "Try --start-method forkserver or spawn, or start threads only when they are needed.",
    )


LINTS = (
    Lint(
        "fork-with-threads",
        "workers are forked from a process in which other threads run",
        fork_with_threads,
        # It is known before anything runs.
        speaks_after_s=0.0,
    ),
)

"""How a command went, as its exit code says it."""

import signal

OK = 0
FAILED = 1
UNUSABLE = 2
INTERRUPTED = 128 + signal.SIGINT

#: For each status of a result.
OF_STATUS = {"completed": OK, "failed": FAILED, "cancelled": INTERRUPTED}


def ended_by(number: int) -> int:
    """The exit code of a program that a signal ended."""
    return 128 + number


EXPLANATION = """\
exit codes:
  0    every task gave a result (list, --version, ...: done)
  1    a task or a worker failed, a check found an outcome wrong, or results could not be written
  2    the input cannot be used: one sentence on standard error says why
  130  cancelled with Ctrl-C; 143 and 129 ended by SIGTERM and SIGHUP
"""

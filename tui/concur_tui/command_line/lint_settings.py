"""What is set about lints, by options and environment."""

from argparse import Namespace
from collections.abc import Mapping

from concur_tui.command_line.usage import UsageError
from concur_tui.lint_options import lints_of
from concur_tui.settings import lints_in
from concur_workloads.api import NOTHING_SET, Limits, LintSettings


def lint_settings(options: Namespace, environment: Mapping[str, str]) -> LintSettings:
    """What options and environment silence together, and limits, the options' first.

    Raises UsageError.
    """
    try:
        by_option = lints_of(options.silence, options.limit, given_as=("--silence", "--limit"))
    except ValueError as error:
        raise UsageError(str(error)) from None
    given = lints_of_environment(environment)
    return LintSettings(
        given.silenced | by_option.silenced,
        Limits({**given.limits.given, **by_option.limits.given}),
    )


def lints_of_environment(environment: Mapping[str, str]) -> LintSettings:
    """What the environment sets alone; raises UsageError."""
    try:
        return lints_in(environment) or NOTHING_SET
    except ValueError as error:
        raise UsageError(str(error)) from None

"""What is set about lints, by options and environment."""

from argparse import Namespace
from collections.abc import Mapping

from concur_tui.command_line.usage import UsageError
from concur_tui.lint_words import known_lints
from concur_tui.settings import lints_in
from concur_workloads.api import NOTHING_SET, LintSettings


def lint_settings(options: Namespace, environment: Mapping[str, str]) -> LintSettings:
    """What `--silence` and the environment silence together; raises UsageError."""
    try:
        by_option = known_lints(options.silence)
    except ValueError as error:
        raise UsageError(f"--silence: {error}") from None
    try:
        given = lints_in(environment) or NOTHING_SET
    except ValueError as error:
        raise UsageError(str(error)) from None
    return LintSettings(given.silenced | by_option)

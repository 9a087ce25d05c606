"""Which lints are to say nothing, from options and environment."""

from collections.abc import Mapping, Sequence

from concur_tui.command_line.usage import UsageError
from concur_tui.lint_words import known_lints
from concur_tui.settings import silenced_in


def silenced_lints(names: Sequence[str], environment: Mapping[str, str]) -> frozenset[str]:
    """Those that `--silence` names and those that CONCUR_TUI_SILENCE does; raises UsageError."""
    try:
        by_option = known_lints(names)
    except ValueError as error:
        raise UsageError(f"--silence: {error}") from None
    try:
        return by_option | silenced_in(environment)
    except ValueError as error:
        raise UsageError(str(error)) from None

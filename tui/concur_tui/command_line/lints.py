"""`concur-tui lints`: what is looked for in every result, and what can be set of it."""

import json
import os
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from concur_tui.command_line.exit_codes import OK
from concur_tui.command_line.lint_settings import lints_of_environment
from concur_tui.command_line.standard_output import write_out
from concur_tui.lint_options import setting_of
from concur_workloads.api import LINTS, Limits, Lint, Parameter


def lints(options: Namespace) -> int:
    """Write names, what they stand for and limits as they are set, and return the exit code."""
    limits = lints_of_environment(os.environ).limits
    write_out(_json(limits) if options.json else _text(limits))
    return OK


def _json(limits: Limits) -> str:
    plain = {
        "lints": [
            {
                "name": lint.name,
                "about": lint.about,
                "speaks_after_s": lint.speaks_after_s,
                "of_whole_passes": lint.of_whole_passes,
                "limits": [_limit(each, limits) for each in lint.limits],
            }
            for lint in LINTS
        ]
    }
    return json.dumps(plain, indent=2) + "\n"


def _limit(limit: Parameter, limits: Limits) -> dict[str, Any]:
    return {
        "name": limit.name,
        "about": limit.help,
        "value": limits.shown(limit),
        "default": limit.default,
        "minimum": limit.minimum,
        "maximum": limit.maximum,
        "unit": limit.unit,
    }


def _text(limits: Limits) -> str:
    return "\n".join(line for lint in LINTS for line in _lines(lint, limits)) + "\n"


def _lines(lint: Lint, limits: Limits) -> Iterator[str]:
    yield f"  {lint.name:<20}{lint.about}{_when(lint)}"
    for each in lint.limits:
        default = f"; {each.default:g} by default" if limits.changed([each]) else ""
        yield f"    {setting_of(each, limits):<34}{each.help}: {each.allowed}{default}"


def _when(lint: Lint) -> str:
    """Said of those that have nothing to say of a run that has just begun."""
    if lint.speaks_after_s is None:
        return " (at the end of a run)"
    return " (once a pass has ended)" if lint.of_whole_passes else ""

"""`concur-tui lints`: what is looked for in every result, and how to have it silenced."""

import json
from argparse import Namespace

from concur_tui.command_line.exit_codes import OK
from concur_tui.command_line.standard_output import write_out
from concur_workloads.api import LINTS, Lint


def lints(options: Namespace) -> int:
    """Write names and what they stand for, and return the exit code."""
    write_out(_json() if options.json else _text())
    return OK


def _json() -> str:
    plain = {
        "lints": [
            {"name": lint.name, "about": lint.about, "speaks_after_s": lint.speaks_after_s}
            for lint in LINTS
        ]
    }
    return json.dumps(plain, indent=2) + "\n"


def _text() -> str:
    lines = [f"  {lint.name:<20}{lint.about}{_when(lint)}" for lint in LINTS]
    return "\n".join(lines) + "\n"


def _when(lint: Lint) -> str:
    """Said of the few that have nothing to say while a run is on."""
    return " (at the end of a run)" if lint.speaks_after_s is None else ""

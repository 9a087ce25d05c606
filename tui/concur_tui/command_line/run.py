"""`concur-tui run`: from options to a report."""

import os
from argparse import Namespace
from functools import partial

from concur_tui.command_line.carry_out import Forms, carry_out
from concur_tui.command_line.lint_settings import lint_settings
from concur_tui.command_line.spec_from_options import spec_from_options
from concur_tui.command_line.summary import summary
from concur_tui.headless import run_headless
from concur_tui.specs.presets import save_named
from concur_workloads.api import report_csv, report_json


def run(options: Namespace) -> int:
    """Run what the options ask for, write the result, and return the exit code."""
    lints = lint_settings(options, os.environ)
    spec = spec_from_options(options)
    if options.save_spec is not None:
        save_named(spec, options.save_spec)
    return carry_out(
        options,
        lambda narration: run_headless(spec, narration, on_deadlock=options.on_deadlock),
        Forms(
            partial(summary, lints=lints, with_budget=options.budget),
            partial(report_json, lints=lints),
            report_csv,
        ),
    )

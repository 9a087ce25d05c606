"""`concur-tui run`: from options to a report."""

from argparse import Namespace

from concur_tui.command_line.exit_codes import OF_STATUS, ended_by
from concur_tui.command_line.narration import narration
from concur_tui.command_line.spec_from_options import spec_from_options
from concur_tui.command_line.standard_output import write_out
from concur_tui.command_line.summary import summary
from concur_tui.headless import Ended, run_headless
from concur_tui.specs.presets import save_named
from concur_workloads.api import RunResult, report_csv, report_json


def run(options: Namespace) -> int:
    """Run what the options ask for, write the result, and return the exit code."""
    spec = spec_from_options(options)
    if options.save_spec is not None:
        save_named(spec, options.save_spec)
    told = narration(quiet=options.quiet)
    try:
        result = run_headless(spec, told)
    except Ended as ended:
        return ended_by(ended.number)
    finally:
        told.end()
    write_out(_report(result, options))
    return OF_STATUS[result.status]


def _report(result: RunResult, options: Namespace) -> str:
    if options.json:
        return f"{report_json(result)}\n"
    return report_csv(result) if options.csv else summary(result)

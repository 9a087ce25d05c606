"""The command line: what was asked for, done, with an exit code that says how it went."""

import sys
from argparse import Namespace
from collections.abc import Sequence

from concur_tui.command_line.exit_codes import FAILED, INTERRUPTED, OK, UNUSABLE
from concur_tui.command_line.parser import UsageError, build_parser, parse
from concur_tui.command_line.standard_output import OutputFailed, write_out
from concur_tui.specs.files import SpecFileError


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for (`sys.argv` by default) and return the exit code."""
    try:
        return _do(parse(sys.argv[1:] if arguments is None else arguments))
    except (UsageError, SpecFileError) as error:
        return _refuse(error, UNUSABLE)
    except OutputFailed as error:
        return _refuse(error, FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED


def _refuse(error: Exception, exit_code: int) -> int:
    print(f"concur-tui: {error}", file=sys.stderr)
    return exit_code


def _do(options: Namespace) -> int:
    if options.version:
        from importlib.metadata import version

        write_out(f"concur-tui {version('concur-tui')}\n")
        return OK
    if options.print_completion:
        from concur_tui.command_line.completion import completion

        write_out(completion(build_parser(), options.print_completion))
        return OK
    if options.command == "run":
        from concur_tui.command_line.run import run

        return run(options)
    if options.command == "matrix":
        from concur_tui.command_line.matrix import matrix

        return matrix(options)
    if options.command == "list":
        from concur_tui.command_line.listing import listing_json, listing_text

        write_out(listing_json() if options.json else listing_text())
        return OK
    return _open_workbench(mouse=options.mouse)


def _open_workbench(*, mouse: bool) -> int:
    from concur_tui.terminal.capabilities import this_terminal

    refusal = this_terminal().refusal
    if refusal is not None:
        raise UsageError(refusal)
    from concur_tui.app import run as run_workbench

    return run_workbench(mouse=mouse)

"""The command line: what was asked for, done, with an exit code that says how it went."""

import sys
from argparse import Namespace
from collections.abc import Sequence

from concur_tui.command_line.exit_codes import FAILED, INTERRUPTED, OK, UNUSABLE
from concur_tui.command_line.standard_output import OutputFailed, write_out
from concur_tui.command_line.system import what_the_system_lacks
from concur_tui.terminal.capabilities import GlyphMode, this_terminal
from concur_tui.terminal.plain_marks import draw_plainly


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for (`sys.argv` by default) and return the exit code."""
    lacking = what_the_system_lacks()
    if lacking is not None:
        return _refuse(lacking, UNUSABLE)
    from concur_tui.command_line.parser import parse
    from concur_tui.command_line.usage import UsageError
    from concur_tui.specs.files import SpecFileError

    if this_terminal().glyphs is GlyphMode.ASCII:
        draw_plainly(sys.stderr)
    try:
        return _do(parse(sys.argv[1:] if arguments is None else arguments))
    except (UsageError, SpecFileError) as error:
        return _refuse(str(error), UNUSABLE)
    except OutputFailed as error:
        return _refuse(str(error), FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED


def _refuse(sentence: str, exit_code: int) -> int:
    print(f"concur-tui: {sentence}", file=sys.stderr)
    return exit_code


def _do(options: Namespace) -> int:
    if options.version:
        from importlib.metadata import version

        write_out(f"concur-tui {version('concur-tui')}\n")
        return OK
    if options.print_completion:
        from concur_tui.command_line.completion import completion
        from concur_tui.command_line.parser import build_parser

        write_out(completion(build_parser(), options.print_completion))
        return OK
    return _open_workbench(mouse=options.mouse) if options.command is None else _command(options)


def _command(options: Namespace) -> int:
    if options.command == "run":
        from concur_tui.command_line.run import run

        return run(options)
    if options.command == "matrix":
        from concur_tui.command_line.matrix import matrix

        return matrix(options)
    if options.command == "break-even":
        from concur_tui.command_line.break_even import break_even

        return break_even(options)
    if options.command == "check":
        from concur_tui.command_line.check import check

        return check(options)
    if options.command == "race":
        from concur_tui.command_line.race import race

        return race(options)
    from concur_tui.command_line.listing import listing_json, listing_text

    write_out(listing_json() if options.json else listing_text())
    return OK


def _open_workbench(*, mouse: bool) -> int:
    refusal = this_terminal().refusal
    if refusal is not None:
        return _refuse(refusal, UNUSABLE)
    from concur_tui.app import run as run_workbench

    return run_workbench(mouse=mouse)

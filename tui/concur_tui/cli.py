"""The command line: what was asked for, done, with an exit code that says how it went."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pkgutil import resolve_name

from concur_tui.command_line.exit_codes import FAILED, INTERRUPTED, OK, UNUSABLE
from concur_tui.command_line.standard_output import OutputFailed, write_out
from concur_tui.command_line.system import what_the_system_lacks
from concur_tui.terminal.capabilities import GlyphMode, this_terminal
from concur_tui.terminal.plain_marks import draw_plainly

Command = Callable[[Namespace], int]

#: What carries out each command, imported only when it is asked for.
_COMMANDS = {
    "run": "concur_tui.command_line.run:run",
    "matrix": "concur_tui.command_line.matrix:matrix",
    "break-even": "concur_tui.command_line.break_even:break_even",
    "check": "concur_tui.command_line.check:check",
    "race": "concur_tui.command_line.race:race",
    "control-block": "concur_tui.command_line.control_block:control_block",
    "lints": "concur_tui.command_line.lints:lints",
    "list": "concur_tui.command_line.listing:listing",
}


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
    if options.command is None:
        return _open_workbench(mouse=options.mouse)
    command: Command = resolve_name(_COMMANDS[options.command])
    return command(options)


def _open_workbench(*, mouse: bool) -> int:
    refusal = this_terminal().refusal
    if refusal is not None:
        return _refuse(refusal, UNUSABLE)
    from concur_tui.app import run as run_workbench

    return run_workbench(mouse=mouse)

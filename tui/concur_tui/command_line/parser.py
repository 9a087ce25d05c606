"""The options that `concur-tui` takes."""

import argparse
import difflib
from collections.abc import Sequence

from concur_tui.command_line.exit_codes import EXPLANATION
from concur_tui.command_line.other_parsers import (
    add_control_block,
    add_lints,
    add_list,
    add_race,
)
from concur_tui.command_line.usage import Commands, Parser, UsageError
from concur_workloads.api import OPTIONS, Option

_EXAMPLES = f"""\
examples:
  concur-tui                      open the workbench
  concur-tui list                 what there is to run, and what can run it
  concur-tui run sum-of-squares --backend threads --workers 4
  concur-tui run sum-of-squares --backend processes --workers 4 --json > result.json
  concur-tui matrix sum-of-squares --tasks 16
  concur-tui check                every experiment, briefly, its outcome verified
  concur-tui break-even           how large a task must be to gain from each mechanism

{EXPLANATION}"""

_RUN_EXAMPLES = f"""\
examples:
  concur-tui run sum-of-squares --backend threading.Thread --workers 2 --tasks 16
  concur-tui run sha-256 --backend threads --set mebibytes=64 --repeats 10
  concur-tui run sum-of-squares --backend processes --start-method spawn --json
  concur-tui run sum-of-squares --save-spec mine.toml
  concur-tui run --spec mine.toml --workers 8 --csv --quiet
  concur-tui run sum-of-squares --backend processes --save-spec mine
  concur-tui run --spec mine
  concur-tui run path/to/work.py:function --items 'range(100)' --python .venv/bin/python

{EXPLANATION}"""

_MATRIX_EXAMPLES = f"""\
examples:
  concur-tui matrix no-op --tasks 10000 --workers 4
  concur-tui matrix sum-of-squares --backends threads,processes --start-methods fork,spawn
  concur-tui matrix gil-held --pythons all
  concur-tui matrix --spec mine.toml --repeats 10 --json > matrix.json

{EXPLANATION}"""


_PYTHON_HELP = "run on another Python, 3.10 or later: path, name, version"
_WORKLOAD = "see: concur-tui list; or your own path/to/file.py:function or module:function"

_BREAK_EVEN_EXAMPLES = f"""\
examples:
  concur-tui break-even --quick
  concur-tui break-even --backends threads,processes --workers 4 --work held
  concur-tui break-even --start-methods fork,spawn --json > break-even.json

{EXPLANATION}"""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options given; raises UsageError, with a near option where there is one."""
    options, unknown = build_parser().parse_known_args(arguments)
    if unknown:
        raise UsageError(_unknown_sentence(unknown, options.parser.long_options))
    return options


def _unknown_sentence(unknown: Sequence[str], known: Sequence[str]) -> str:
    option = next((word for word in unknown if word.startswith("-")), None)
    if option is None:
        return f"{unknown[0]!r} is one word too many; words with spaces need quotes."
    near = difflib.get_close_matches(option.partition("=")[0], known, 1)
    hint = f"did you mean {near[0]}?" if near else f"options are {', '.join(known)}."
    return f"there is no option {option} here; {hint}"


def build_parser() -> argparse.ArgumentParser:
    """The parser with all its commands."""
    parser = Parser(
        prog="concur-tui",
        description="Run concurrent Python and watch it. Without a command: the workbench.",
        epilog=_EXAMPLES,
    )
    parser.add_argument("--version", action="store_true", help="say the version and end")
    parser.add_argument(
        "--no-mouse", dest="mouse", action="store_false", help="leave the mouse to the terminal"
    )
    parser.add_argument(
        "--print-completion",
        metavar="SHELL",
        choices=("bash", "zsh", "tcsh"),
        help="print the completion script for bash, zsh or tcsh, and end",
    )
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title="commands", parser_class=Parser
    )
    _add_run(commands)
    _add_matrix(commands)
    _add_check(commands)
    add_race(commands)
    add_control_block(commands)
    _add_break_even(commands)
    add_lints(commands)
    add_list(commands)
    return parser


def _add_run(commands: Commands) -> None:
    parser = commands.add_parser(
        "run",
        help="run one experiment without a screen",
        description="Run one experiment without a screen: its result goes to standard output.",
        epilog=_RUN_EXAMPLES,
    )
    parser.add_argument("workload", nargs="?", metavar="WORKLOAD", help=_WORKLOAD)
    group = parser.add_argument_group("what to run, and how")
    group.add_argument("--backend", metavar="NAME", help="what runs the tasks (threading.Thread)")
    start_methods = "fork, spawn or forkserver, for processes"
    group.add_argument("--start-method", metavar="HOW", help=start_methods)
    _add_settings(group)
    group.add_argument(
        "--on-deadlock",
        choices=("end", "break"),
        default="end",
        help="what becomes of tasks that wait for each other: end the run, or tell one to give up",
    )
    group = parser.add_argument_group("files and output")
    _add_spec_file(group)
    save = "write it to FILE.toml or FILE.json, or as a preset"
    group.add_argument("--save-spec", metavar="FILE", help=save)
    group.add_argument(
        "--budget",
        action="store_true",
        help="a table of where the workers' time went, a column for each if there is room; --json "
        "has it always",
    )
    _add_output(group, rows="names and one row")
    _add_lint_settings(group)


def _add_matrix(commands: Commands) -> None:
    parser = commands.add_parser(
        "matrix",
        help="run the same tasks on every backend and compare",
        description=(
            "Run the same tasks on every backend that can be had, with each of its start methods, "
            "one after the other, and print one table. Each takes the settings that it knows."
        ),
        epilog=_MATRIX_EXAMPLES,
    )
    parser.add_argument("workload", nargs="?", metavar="WORKLOAD", help=_WORKLOAD)
    group = parser.add_argument_group("what to run, and how")
    group.add_argument("--backends", metavar="NAMES", help="only these, such as threads,processes")
    group.add_argument("--start-methods", metavar="NAMES", help="only these, such as fork,spawn")
    pythons = "on each of these: all, or paths, names, versions such as 3.13,3.14t"
    group.add_argument("--pythons", metavar="NAMES", help=pythons)
    _add_settings(group)
    group = parser.add_argument_group("files and output")
    _add_spec_file(group)
    _add_output(group, rows="names and a row for each backend")
    _add_lint_settings(group)
    parser.set_defaults(backend=None, start_method=None)


def _add_break_even(commands: Commands) -> None:
    parser = commands.add_parser(
        "break-even",
        help="find the smallest task at which each mechanism beats serial",
        description=(
            "Run tasks of growing size on each mechanism, in turns with serial passes, and find "
            "where it begins to beat serial: once with tasks that hold the GIL while they work, "
            "once with tasks that release it."
        ),
        epilog=_BREAK_EVEN_EXAMPLES,
    )
    group = parser.add_argument_group("what to run, and how")
    group.add_argument("--backends", metavar="NAMES", help="only these, such as threads,processes")
    methods = "each of these, such as fork,spawn (the first that there is)"
    group.add_argument("--start-methods", metavar="NAMES", help=methods)
    _add_option(group, OPTIONS["workers"])
    work = "what tasks do with the GIL (held,released)"
    group.add_argument("--work", metavar="NAMES", default="held,released", help=work)
    quick = "fewer pairs and sizes: at most 40 s instead of 2 minutes"
    group.add_argument("--quick", action="store_true", help=quick)
    group.add_argument("--python", metavar="PATH", help=_PYTHON_HELP)
    _add_output(parser.add_argument_group("output"), rows="names and a row for each point")


def _add_check(commands: Commands) -> None:
    parser = commands.add_parser(
        "check",
        help="run every experiment at its smallest and verify its outcome",
        description=(
            "Run each workload at its smallest size on each backend that it claims, verify that "
            "it comes to what it must, and print a table. No times are compared."
        ),
        epilog=EXPLANATION,
    )
    known = "see: concur-tui list; all of them by default"
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help=known)
    group = parser.add_argument_group("what to run, and how")
    group.add_argument("--backends", metavar="NAMES", help="only these, such as threads,processes")
    _add_output(parser.add_argument_group("output"), rows="names and a row for each backend")


def _add_settings(group: "argparse._ArgumentGroup") -> None:
    add = group.add_argument
    add(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the workload; may be given several times",
    )
    items = "what your own function is called with: a file, a number, or such as 'range(10)'"
    add("--items", metavar="ITEMS", help=items)
    for option in OPTIONS.values():
        _add_option(group, option)
    add("--python", metavar="PATH", help=_PYTHON_HELP)
    add(
        "--baseline",
        action=argparse.BooleanOptionalAction,
        help="whether to run serial passes to compare with",
    )


def _add_option(group: "argparse._ArgumentGroup", option: Option) -> None:
    parameter = option.parameter
    if isinstance(parameter.default, bool):
        action = argparse.BooleanOptionalAction
        group.add_argument(option.flag, dest=option.name, action=action, help=parameter.help)
        return
    metavar = "N" if isinstance(parameter.default, int) else parameter.unit.upper() or "WORD"
    words = ", ".join(parameter.choices) or (f"or {option.unset}" if option.unset else "")
    help_text = f"{parameter.help} ({words})" if words else parameter.help
    group.add_argument(option.flag, dest=option.name, metavar=metavar, help=help_text)


def _add_spec_file(group: "argparse._ArgumentGroup") -> None:
    load = "start from a spec in FILE.toml or FILE.json, or a preset"
    group.add_argument("--spec", metavar="FILE", help=load)


def _add_output(group: "argparse._ArgumentGroup", *, rows: str) -> None:
    form = group.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the result as JSON")
    form.add_argument("--csv", action="store_true", help=f"the result as CSV: {rows}")
    group.add_argument("--quiet", action="store_true", help="say nothing on standard error")


def _add_lint_settings(group: "argparse._ArgumentGroup") -> None:
    silence = "let a lint say nothing (see: concur-tui lints); may be given several times"
    group.add_argument("--silence", action="append", default=[], metavar="NAME", help=silence)
    limit = "set when a lint speaks (see: concur-tui lints); may be given several times"
    group.add_argument("--limit", action="append", default=[], metavar="NAME=VALUE", help=limit)

"""Completion scripts, with the names of workloads and backends in them."""

from argparse import ArgumentParser

import shtab

from concur_workloads.api import LIMITS, LINTS, START_METHODS, backends, workloads


def completion(parser: ArgumentParser, shell: str) -> str:
    """The script for bash, zsh or tcsh; it goes where the shell looks for completions."""
    names = [name for each in backends() for name in (each.name, *each.aliases)]
    choices = {
        "workload": [each.name for each in workloads()],
        "backend": names,
        "backends": names,
        "start_method": START_METHODS,
        "start_methods": START_METHODS,
        "silence": [each.name for each in LINTS],
        "limit": [f"{name}=" for name in LIMITS],
    }
    files = {"spec", "save_spec", "python"}
    for name in ("run", "matrix"):
        for action in _command_parser(parser, name)._actions:
            if action.dest in choices:
                action.choices = choices[action.dest]
            if action.dest in files:
                action.complete = shtab.FILE  # type: ignore[attr-defined]
    script: str = shtab.complete(parser, shell)
    return f"{script}\n"


def _command_parser(parser: ArgumentParser, name: str) -> ArgumentParser:
    """The parser of one command; argparse has no public way to ask for it."""
    assert parser._subparsers is not None
    commands = parser._subparsers._group_actions[0].choices
    assert isinstance(commands, dict)
    found: ArgumentParser = commands[name]
    return found

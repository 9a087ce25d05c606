"""What every command's options are parsed with, and what is wrong with those that cannot be."""

import argparse
from typing import NoReturn


class UsageError(Exception):
    """Something on the command line that cannot be used; the text is one sentence."""


class Parser(argparse.ArgumentParser):
    """Raises UsageError where argparse would print and exit."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message.removeprefix('argument ')} (see {self.prog} --help).")


def long_options(parser: argparse.ArgumentParser) -> list[str]:
    """As the parser lists them itself; argparse has no public way to ask."""
    options = parser._option_string_actions
    return [option for option in options if option.startswith("--")]

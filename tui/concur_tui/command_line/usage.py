"""What every command's options are parsed with, and what is wrong with those that cannot be."""

import argparse
import shutil
import textwrap
from typing import Any, NoReturn, TypeAlias

_NARROWEST = 40


class UsageError(Exception):
    """Something on the command line that cannot be used; the text is one sentence."""


class Parser(argparse.ArgumentParser):
    """Raises UsageError where argparse would print and exit, and is an option of itself.

    Examples keep their lines; options must be written out.
    """

    def __init__(self, *, description: str, **settings: Any) -> None:
        columns = shutil.get_terminal_size().columns
        super().__init__(
            description=textwrap.fill(description, max(_NARROWEST, columns - 2)),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
            **settings,
        )
        self.set_defaults(parser=self)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message.removeprefix('argument ')} (see {self.prog} --help).")

    @property
    def long_options(self) -> list[str]:
        """As the parser lists them itself; argparse has no public way to ask."""
        return [option for option in self._option_string_actions if option.startswith("--")]


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"

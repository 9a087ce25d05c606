"""What the commands that run something have in common: told while it is on, then written."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from concur_tui.command_line.exit_codes import OF_STATUS, ended_by
from concur_tui.command_line.narration import Narration, Silence, narration
from concur_tui.command_line.standard_output import write_out
from concur_tui.headless import Ended
from concur_workloads.api import Status


class _Result(Protocol):
    @property
    def status(self) -> Status:
        """How it went."""


_Given = TypeVar("_Given", bound=_Result)


@dataclass(frozen=True)
class Forms(Generic[_Given]):
    """What makes a text of a result, in each form that can be asked for."""

    plain: Callable[[_Given], str]
    json: Callable[[_Given], str]
    csv: Callable[[_Given], str]

    def text(self, result: _Given, options: Namespace) -> str:
        """The result in the form that the options ask for."""
        if options.json:
            return f"{self.json(result)}\n"
        return self.csv(result) if options.csv else self.plain(result)


def carry_out(
    options: Namespace, run: Callable[[Narration | Silence], _Given], forms: Forms[_Given]
) -> int:
    """Run with somebody to tell how it goes, write the result, and return the exit code."""
    listener = narration(quiet=options.quiet)
    try:
        result = run(listener)
    except Ended as ended:
        return ended_by(ended.number)
    finally:
        listener.end()
    write_out(forms.text(result, options))
    return OF_STATUS[result.status]

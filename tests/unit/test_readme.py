"""What README says of keys, exit codes and variables is what the program has."""

import re
from pathlib import Path

import pytest
from textual.binding import Binding

from concur_tui.actions import APP_ACTIONS, WORKBENCH_ACTIONS, Action, key_name
from concur_tui.command_line import exit_codes
from concur_tui.command_line.parser import parse
from concur_tui.widgets.lanes import LaneView

_README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def _section(title: str) -> str:
    return _README.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("action", [*WORKBENCH_ACTIONS, *APP_ACTIONS], ids=lambda each: each.id)
def test_every_key_is_listed(action: Action) -> None:
    first_key = key_name(action.key.split(",", maxsplit=1)[0])
    assert f"`{first_key}`" in _section("Keys")


@pytest.mark.parametrize("binding", LaneView.BINDINGS, ids=lambda each: each.id)
def test_every_key_of_the_lanes_is_listed(binding: Binding) -> None:
    first_key = key_name(binding.key.split(",", maxsplit=1)[0])
    assert f"`{first_key}`" in _section("Keys")


def test_every_exit_code_is_listed() -> None:
    codes = {value for value in vars(exit_codes).values() if isinstance(value, int)}
    listed = {int(code) for code in re.findall(r"\b\d+\b", _section("The command line"))}
    assert codes
    assert codes <= listed


@pytest.mark.parametrize(
    "command", re.findall(r"^\$ concur-tui (.+)$", _README, flags=re.MULTILINE)
)
def test_every_command_that_is_shown_is_accepted(command: str) -> None:
    parse(command.split())


@pytest.mark.parametrize("picture", re.findall(r"!\[.*?\]\((.+?)\)", _README))
def test_every_picture_is_there(picture: str) -> None:
    assert (Path(__file__).parents[2] / picture).is_file()

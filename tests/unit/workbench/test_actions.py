"""The registry of keys is without contradictions."""

from collections import Counter

import pytest

from concur_tui.actions import APP_ACTIONS, KEY_LINE, WORKBENCH_ACTIONS, key_name

ALL = (*WORKBENCH_ACTIONS, *APP_ACTIONS)


def test_no_key_and_no_id_is_used_twice() -> None:
    keys = Counter(key for action in ALL for key in action.key.split(","))
    ids = Counter(action.id for action in ALL)
    assert [key for key, times in (keys + ids).items() if times > 1 and key in keys] == []
    assert max(ids.values()) == 1


def test_the_key_line_names_known_actions() -> None:
    assert set(KEY_LINE) <= {action.id for action in ALL}


def test_every_action_says_what_it_does_in_a_sentence() -> None:
    for action in ALL:
        assert action.tooltip.endswith("."), action.id


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("r", "r"),
        ("ctrl+z", "^z"),
        ("q,ctrl+q", "q ^q"),
        ("question_mark", "?"),
        ("slash", "/"),
        ("escape", "Esc"),
        ("tab", "Tab"),
        ("f12", "F12"),
        ("left", "Left"),
        ("shift+tab", "Shift+Tab"),
        ("plus,equals_sign", "+ ="),
    ],
)
def test_keys_are_named_as_they_are_printed_on_a_keyboard(key: str, name: str) -> None:
    assert key_name(key) == name

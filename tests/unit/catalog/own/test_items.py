"""What a function of one's own is called with."""

import pickle
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from concur_workloads.catalog.own import OwnFunctionError
from concur_workloads.catalog.own.items import FirstItem, read_items


@pytest.mark.parametrize(
    ("name", "text", "items"),
    [
        ("a.txt", "one\n\n two \n", ["one", " two "]),
        ("a.json", '[1, {"b": 2}]', [1, {"b": 2}]),
        ("a.jsonl", '1\n\n"two"\n', [1, "two"]),
        ("no-ending", "1\n", ["1"]),
    ],
)
def test_a_file_has_an_item_a_line_or_is_json(
    tmp_path: Path, name: str, text: str, items: Sequence[object]
) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert read_items(str(path), {}) == items


def test_an_expression_knows_the_names_of_the_module() -> None:
    assert read_items("range(size)", {"size": 3}) == range(3)
    assert read_items("3", {}) == range(3)
    assert read_items("[each for each in (size,)]", {"size": 3}) == [3]
    assert read_items("{2: 'b', 1: 'a'}", {}) == [2, 1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("absent.txt", "cannot be read: No such file"),
        ("[]", "There are no items"),
        ("'abc'", "are a str, which is no list"),
        ("(each for each in [1])", "are a generator, which is no list; list"),
        ("1 +", "cannot be had: SyntaxError"),
        ("exit()", "cannot be had: SystemExit"),
    ],
)
def test_what_gives_no_items_is_said(text: str, sentence: str) -> None:
    with pytest.raises(OwnFunctionError, match=sentence):
        read_items(text, {"exit": __import__("sys").exit})


def test_the_first_item_travels_and_is_itself_where_memory_is_shared() -> None:
    item = [1, 2]
    first = FirstItem(item)
    assert first.get() is item
    travelled = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(first))))
    assert travelled.get() == item


def test_a_first_item_that_cannot_travel_keeps_nothing_else_from_it() -> None:
    travelled = pickle.loads(pickle.dumps({"first": FirstItem(threading.Lock()), "size": 3}))
    assert travelled["size"] == 3
    with pytest.raises(OwnFunctionError, match="cannot be pickled"):
        travelled["first"].get()

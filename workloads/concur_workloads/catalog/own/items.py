"""What a function of one's own is called with, one item a task, and how a person says that."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Mapping, Sequence
from typing import Any

from concur_workloads.catalog.own import OwnFunctionError

_ENDINGS = (".json", ".jsonl", ".txt", ".csv")


def names_a_file(text: str) -> bool:
    """Whether items are read from a file: one that is there, or whose name says that it should."""
    return text.endswith(_ENDINGS) or os.path.isfile(text)


def read_items(text: str, names: Mapping[str, Any]) -> Sequence[Any]:
    """The items: lines of a file, a JSON list, JSON lines, N numbers, or what an expression gives.

    `names` are known to the expression. Raises OwnFunctionError.
    """
    if names_a_file(text):
        items = _of_file(text)
    elif text.isdecimal():
        items = range(int(text))
    else:
        items = _of_expression(text, names)
    if not len(items):
        raise OwnFunctionError(f"There are no items in {text}.")
    return items


def _of_file(path: str) -> Sequence[Any]:
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except OSError as error:
        raise OwnFunctionError(f"The items in {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise OwnFunctionError(f"The items in {path} are no text in UTF-8.") from error
    if path.endswith(".json"):
        items = _json(text, path)
        if not isinstance(items, list):
            raise OwnFunctionError(f"{path} holds no list, but {type(items).__name__}.")
        return items
    lines = [line for line in text.splitlines() if line.strip()]
    if path.endswith(".jsonl"):
        return [_json(line, f"{path} line {at}") for at, line in enumerate(lines, 1)]
    return lines


def _json(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OwnFunctionError(f"{place} is no valid JSON: {error}.") from error


def _of_expression(text: str, names: Mapping[str, Any]) -> Sequence[Any]:
    try:
        value = eval(text, dict(names))
    except BaseException as error:
        raise OwnFunctionError(
            f"The items {text} cannot be had: {type(error).__name__}: {error}."
        ) from error
    if isinstance(value, (str, bytes)) or not hasattr(value, "__len__"):
        kind = type(value).__name__
        raise OwnFunctionError(
            f"The items {text} are a {kind}, which is no list; list(...) makes one."
        )
    try:
        # A range stays one, however long; what has no places, as a set, gets them.
        return value if isinstance(value, Sequence) else list(value)
    except Exception as error:
        raise OwnFunctionError(f"The items {text} cannot be listed: {error}.") from error


class FirstItem:
    """The item of a warm-up task, kept where workers find it, also those of other processes.

    It is unpickled when it is asked for, as its class may be in a module that was not imported
    before.
    """

    def __init__(self, item: Any, pickled: bytes | None = None) -> None:
        self._item = item
        self._pickled = pickled

    def __reduce__(self) -> tuple[type[FirstItem], tuple[None, bytes]]:
        if self._pickled is None:
            try:
                return FirstItem, (None, pickle.dumps(self._item))
            except Exception:  # noqa: BLE001 - pickling runs the user's code
                return FirstItem, (None, b"")
        return FirstItem, (None, self._pickled)

    def get(self) -> Any:
        """The item; raises OwnFunctionError if it could not travel."""
        if self._pickled is None:
            return self._item
        if not self._pickled:
            raise OwnFunctionError("The first item cannot be pickled.")
        return pickle.loads(self._pickled)

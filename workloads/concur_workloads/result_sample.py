"""What stands for a large result when results are compared: to look at all would take long."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

#: Parts of a result that are looked at. A text counts as one for so many characters.
_MOST_PARTS = 1_024
_CHARACTERS = 16

#: Of a long text, pieces of this length are looked at.
_PIECE = 64

#: Of collections in a collection, rather fewer are looked at than fewer parts of each.
_PARTS_OF_EACH = 16

_NUMBERS = frozenset({bool, int, float, complex, type(None)})
_FLAT = _NUMBERS | {str}
_TEXTS = frozenset({str, bytes, bytearray})
_COLLECTIONS = frozenset({list, tuple, dict})


def sample_of(value: object, most: int = _MOST_PARTS) -> object:
    """The value itself unless it is a large text or collection; then its length and parts of it.

    The parts are its ends and what lies evenly between them, so equal values have equal samples.
    Objects of other classes are what they say of themselves.
    """
    sampler = _SAMPLERS.get(type(value))
    return value if sampler is None else sampler(value, most)


def _of_text(text: str | bytes | bytearray, most: int) -> object:
    if len(text) <= most * _CHARACTERS:
        return text
    pieces = max(1, most * _CHARACTERS // _PIECE)
    starts = range(0, len(text), max(_PIECE, len(text) // pieces))
    return len(text), [text[at : at + _PIECE] for at in starts], text[-_PIECE:]


def _of_sequence(items: list[object] | tuple[object, ...], most: int) -> object:
    if len(items) <= most and _FLAT.issuperset(map(type, items)):
        characters = sum(len(each) for each in items if type(each) is str)
        if characters <= most * _CHARACTERS:
            return items
    return _of_collection(type(items).__name__, len(items), _spread(items, most), most)


def _of_dict(pairs: dict[object, object], most: int) -> object:
    items = list(islice(pairs.items(), None, None, _step(len(pairs), most)))
    return _of_collection("dict", len(pairs), items, most)


def _of_set(items: set[object] | frozenset[object], most: int) -> object:
    # In which order it gives its parts may differ from process to process.
    return items if len(items) <= most else (type(items).__name__, len(items))


def _of_array(numbers: array[Any], most: int) -> object:
    parts = numbers[:: _step(len(numbers), most)] + numbers[-1:]
    return "array", len(numbers), parts.typecode, parts.tobytes()


_SAMPLERS: dict[type, Callable[[Any, int], object]] = {
    **dict.fromkeys(_TEXTS, _of_text),
    list: _of_sequence,
    tuple: _of_sequence,
    dict: _of_dict,
    set: _of_set,
    frozenset: _of_set,
    array: _of_array,
}


def _of_collection(kind: str, length: int, items: Sequence[object], most: int) -> object:
    width = max(map(_width, items), default=1)
    items = _spread(items, max(1, most // width))
    # Half at most, so that what is nested without end comes to one.
    left = most // max(2, len(items))
    if not left:
        return kind, length
    parts = [each if type(each) in _NUMBERS else sample_of(each, left) for each in items]
    return kind, length, parts


def _width(item: Any) -> int:
    """The parts that an item of a collection needs, if it shall be looked at closely."""
    kind = type(item)
    if kind in _TEXTS:
        return min(_PARTS_OF_EACH, len(item) // _CHARACTERS + 1)
    return min(_PARTS_OF_EACH, len(item) + 1) if kind in _COLLECTIONS else 1


def _spread(items: Sequence[object], most: int) -> Sequence[object]:
    """The first and the last, and as many between them as come to `most` or one more."""
    if len(items) <= most:
        return items
    return [*items[:: _step(len(items), most)], items[-1]]


def _step(length: int, most: int) -> int:
    return max(1, -(-length // most))

"""One number for all results of a pass, by which passes are compared."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from concur_workloads.result_sample import sample_of

#: A prime, so that no task's factor makes two results the same.
_MODULUS = (1 << 61) - 1

#: In a digest: that a result has no text which says what it is.
_INCOMPARABLE = 1 << 63

#: What Python writes for an object whose class does not say how: where it lies in memory.
_ADDRESS = re.compile(rb"<[^<>]* at 0x[0-9a-fA-F]+>")

#: Results that are alike, as None, are hashed once; longer ones would only take memory.
_SHORT = 64
_REMEMBERED = 1_024


def digest(task: int, result: object) -> int:
    """A number for one result, which `add_digests` folds with others to the same in any order.

    Of a large result, a sample is looked at.
    """
    if result is None:
        return _OF_NONE * (task + 1) % _MODULUS
    try:
        sample = sample_of(result)
        shown = sample if type(sample) is bytes else repr(sample).encode(errors="replace")
    except Exception:  # noqa: BLE001 - the class is the user's
        return _INCOMPARABLE
    hashed = _hashed_before(shown) if len(shown) <= _SHORT else _hashed(shown)
    return hashed if hashed == _INCOMPARABLE else hashed * (task + 1) % _MODULUS


def _hashed(shown: bytes) -> int:
    # The first look is as good as free.
    if b" at 0x" in shown and _ADDRESS.search(shown):
        return _INCOMPARABLE
    hashed = hashlib.blake2b(shown, digest_size=8).digest()
    return int.from_bytes(hashed, "little") % _MODULUS


#: Of what tasks return that are called for what they do.
_OF_NONE = _hashed(b"None")

_hashed_before = lru_cache(_REMEMBERED)(_hashed)


def add_digests(one: int, other: int) -> int:
    """Fold two digests into one."""
    if (one | other) & _INCOMPARABLE:
        return _INCOMPARABLE
    return (one + other) % _MODULUS


def is_comparable(digests: int) -> bool:
    """Whether the results that were folded can be told from others by their texts."""
    return digests != _INCOMPARABLE

"""The wire format of what workers talk to: a length, then as many bytes that begin with a number.

What is sent comes back unchanged.
"""

from __future__ import annotations

import struct

LENGTH = struct.Struct("!I")
_NUMBER = struct.Struct("!q")

#: The smallest message has room for the number.
SMALLEST = _NUMBER.size


def message(number: int, size: int) -> bytes:
    """A message of `size` bytes, length not counted, that carries `number`."""
    return LENGTH.pack(size) + _NUMBER.pack(number).ljust(size, b".")


def number_in(body: bytes) -> int:
    """The number that a message carries, whose length has been cut off."""
    (number,) = _NUMBER.unpack_from(body)
    return int(number)

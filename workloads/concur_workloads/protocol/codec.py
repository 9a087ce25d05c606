"""Messages to and from lines of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from concur_workloads.protocol.commands import COMMANDS, Command
from concur_workloads.protocol.events import EVENTS, Event

#: Raised by one with every change that an older program or runner could not read.
SCHEMA = 2

#: The longest line that is accepted, in bytes.
LONGEST_LINE = 1 << 20

_TYPES: dict[str, type[Command | Event]] = {each.__name__: each for each in (*COMMANDS, *EVENTS)}


class ProtocolError(Exception):
    """A line that is no message of this protocol."""


def encode(message: Command | Event) -> bytes:
    """One message as one line of JSON, newline included."""
    body = {"type": type(message).__name__, **asdict(message)}
    return json.dumps(body, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> Command | Event:
    """The message in one line; raises ProtocolError."""
    try:
        body: Any = json.loads(line)
        kind = _TYPES[body.pop("type")]
        return kind(**{each.name: body[each.name] for each in fields(kind)})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        shown = line[:80].decode(errors="replace")
        raise ProtocolError(f"not a message of schema {SCHEMA}: {shown!r} ({error})") from None


class LineBuffer:
    """Cuts a stream of bytes into the messages of its whole lines."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Command | Event]:
        """The messages completed by `data`; raises ProtocolError."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            raise ProtocolError(f"a line longer than {LONGEST_LINE:,} bytes")
        return [decode(line) for line in lines]

"""Messages through lines of JSON, whole, cut and broken."""

import dataclasses
import json
from typing import Any, get_type_hints

import pytest

from concur_workloads.protocol.codec import (
    LONGEST_LINE,
    LineBuffer,
    ProtocolError,
    decode,
    encode,
)
from concur_workloads.protocol.commands import COMMANDS, Command, KillWorker, Start
from concur_workloads.protocol.events import EVENTS, Event, Note, WorkerExited
from concur_workloads.spec import RunSpec

_EXAMPLES: dict[Any, Any] = {int: 7, float: 0.25, str: 'a "text"\nof two lines ü', bool: True}
_EXAMPLES |= {
    int | None: None,
    list[int]: [0, 1_500_000],
    list[str]: ["beat", "Thread-1 (run)"],
    dict[str, Any]: RunSpec("w", {"terms": 3}).to_dict(),
}


def _example(kind: type[Command] | type[Event]) -> Command | Event:
    hints = get_type_hints(kind)
    return kind(**{each.name: _EXAMPLES[hints[each.name]] for each in dataclasses.fields(kind)})


@pytest.mark.parametrize("kind", [*COMMANDS, *EVENTS], ids=lambda kind: kind.__name__)
def test_every_message_survives_as_one_line(kind: type[Command] | type[Event]) -> None:
    message = _example(kind)
    line = encode(message)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert decode(line) == message


def test_a_spec_travels_in_a_start_command() -> None:
    spec = RunSpec("w", {"terms": 3}, start_method="fork", timeout_s=1.5)
    received = decode(encode(Start(spec.to_dict())))
    assert isinstance(received, Start)
    assert RunSpec.from_dict(received.spec) == spec


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"3",
        b"[]",
        b"null",
        b'{"type": "Surprise"}',
        b'{"type": ["Quit"]}',
        b'{"worker": 1}',
        b'{"type": "KillWorker", "worker": 1}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_message_says_so(line: bytes) -> None:
    with pytest.raises(ProtocolError, match="not a message of schema 2"):
        decode(line)


def test_a_field_of_a_newer_program_is_overlooked() -> None:
    body = json.loads(encode(KillWorker(1, "SIGTERM"))) | {"politely": True}
    assert decode(json.dumps(body).encode()) == KillWorker(1, "SIGTERM")


@pytest.mark.parametrize("step", [1, 2, 7, 1_000])
def test_a_stream_is_cut_at_newlines_wherever_it_was_split(step: int) -> None:
    messages = [Note("info", f"line {number}") for number in range(5)]
    stream = b"".join(encode(each) for each in messages)
    lines = LineBuffer()
    received: list[Command | Event] = []
    for start in range(0, len(stream), step):
        received += lines.feed(stream[start : start + step])
    assert received == messages


def test_a_last_line_without_its_end_waits() -> None:
    line = encode(WorkerExited(1, 2, -9, expected=False, ended_ns=3))
    lines = LineBuffer()
    assert lines.feed(line[:-1]) == []
    assert lines.feed(b"\n") == [WorkerExited(1, 2, -9, expected=False, ended_ns=3)]


def test_a_line_without_end_is_not_kept_for_ever() -> None:
    with pytest.raises(ProtocolError, match="longer than"):
        LineBuffer().feed(b"x" * (LONGEST_LINE + 1))

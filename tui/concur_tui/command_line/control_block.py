"""`concur-tui control-block`: what the kernel keeps of a process or thread, of two side by side."""

import json
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import NamedTuple

from concur_tui.command_line.exit_codes import OK
from concur_tui.command_line.standard_output import write_out
from concur_tui.command_line.state_watch import no_such_thread, watch_states
from concur_tui.command_line.usage import UsageError
from concur_tui.control_block_words import FRAMES_NOTE, frame_lines, relation, value_text
from concur_workloads.api import (
    ControlBlock,
    ControlBlockReader,
    FieldReading,
    why_no_control_blocks,
)

#: Between the two looks that rates are taken from.
_BETWEEN_LOOKS_S = 0.25
_SCHEMA = 1
_MOST = 2

#: Cells of the column of names, and at most of one of values.
_NAMES = 23
_WIDEST = 48


class _Thread(NamedTuple):
    pid: int
    tid: int

    def __str__(self) -> str:
        return f"{self.pid}/{self.tid}"


def control_block(options: Namespace) -> int:
    """Write the blocks of the threads that were named, or their states, and return the exit code.

    Raises UsageError.
    """
    reason = why_no_control_blocks()
    if reason:
        raise UsageError(reason)
    if len(options.threads) > _MOST:
        raise UsageError("Of more than two there is no room: name one or two.")
    threads = [_thread(word) for word in options.threads]
    if options.watch is not None:
        if options.frames:
            raise UsageError("--watch tells states alone: leave out --frames.")
        watch_states(threads, options.watch, as_json=options.json)
        return OK
    blocks = _blocks(threads, with_frames=options.frames)
    lines = [*_table(blocks), *(_frames(blocks) if options.frames else ())]
    write_out(_json(blocks) if options.json else "\n".join(lines) + "\n")
    return OK


def _thread(word: str) -> _Thread:
    """A process stands for its first thread."""
    pid, _, tid = word.partition("/")
    try:
        return _Thread(int(pid), int(tid or pid))
    except ValueError:
        raise UsageError(f"{word!r} is no process, such as 4711 or 4711/4713.") from None


def _blocks(threads: Sequence[_Thread], *, with_frames: bool) -> list[ControlBlock]:
    readers = [ControlBlockReader(*each) for each in threads]
    try:
        for each in readers:
            each.read()
        time.sleep(_BETWEEN_LOOKS_S)
        blocks = []
        for thread, reader in zip(threads, readers, strict=True):
            if with_frames:
                reader.look_at_frames()
            block = reader.read(fresh=True)
            if block is None:
                raise UsageError(no_such_thread(f"{thread}"))
            blocks.append(block)
        return blocks
    finally:
        for each in readers:
            each.close()


def _table(blocks: Sequence[ControlBlock]) -> Iterator[str]:
    rows = list(zip(*(block.readings for block in blocks), strict=True))
    widths = [max(len(_short(row[at])) for row in rows) for at in range(len(blocks))]
    for group, members in groupby(rows, key=lambda row: row[0].field.group):
        yield group
        for row in members:
            field = row[0].field
            values = (
                _short(reading).ljust(width) for reading, width in zip(row, widths, strict=True)
            )
            notes = [relation(field, *blocks)] if len(blocks) == 2 else []
            missing = next((reading.missing for reading in row if reading.missing), "")
            notes.append(f"({missing})" if missing else field.source)
            yield f"  {field.name:<{_NAMES}}{'  '.join(values)}  {'  '.join(notes)}".rstrip()


def _frames(blocks: Sequence[ControlBlock]) -> Iterator[str]:
    for block in blocks:
        yield f"Frames of {block.pid}/{block.tid}, {FRAMES_NOTE}"
        yield from (f"  {line}" for line in frame_lines(block.frames, whole_paths=True))


def _short(reading: FieldReading) -> str:
    text = value_text(reading)
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def _json(blocks: Sequence[ControlBlock]) -> str:
    plain = {
        "schema_version": _SCHEMA,
        "blocks": [
            {
                "process": block.pid,
                "thread": block.tid,
                "monotonic_ns": block.at_ns,
                "frames": asdict(block.frames),
                "fields": [
                    {**asdict(each.field), "value": each.value, "missing": each.missing}
                    for each in block.readings
                ],
            }
            for block in blocks
        ],
    }
    return json.dumps(plain, indent=2) + "\n"

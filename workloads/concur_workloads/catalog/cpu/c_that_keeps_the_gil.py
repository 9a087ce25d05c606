"""Work that the standard library does in C without letting go of the GIL."""

from __future__ import annotations

import functools

from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_ADDRESS = r"\b(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\b"


@functools.lru_cache(maxsize=1)
def _records(count: int) -> list[dict[str, object]]:
    """Made once in each worker, in its warm-up task."""
    return [
        {
            "id": number,
            "name": f"record {number}",
            "even": number % 2 == 0,
            "parent": None if number == 0 else number // 2,
            "load": number / 7,
            "place": {"rack": number // 16, "slots": [number % 16, number % 16 + 1]},
        }
        for number in range(count)
    ]


def _write_and_read_json(task: int, settings: Settings) -> int:
    """The length of the text."""
    import json

    document = {"task": task, "records": _records(settings["records"])}
    text = json.dumps(document)
    if json.loads(text) != document:
        raise ValueError("the document that was read is not the one that was written")
    return len(text)


@functools.lru_cache(maxsize=1)
def _log(lines: int) -> str:
    """Made once in each worker, in its warm-up task."""
    return "".join(
        f"12:{line // 60 % 60:02}:{line % 60:02} request {line} from 10.{line >> 16 & 255}."
        f"{line >> 8 & 255}.{line & 255} took {line * 37 % 1000} ms\n"
        for line in range(lines)
    )


def _find_addresses(_task: int, settings: Settings) -> int:
    import re

    found = len(re.findall(_ADDRESS, _log(settings["lines"])))
    if found != settings["lines"]:
        raise ValueError(f"{found:,} addresses were found in {settings['lines']:,} lines")
    return found


WORKLOADS = (
    Workload(
        name="json",
        title="JSON",
        family="CPU-bound",
        kind="CPU-bound, holds the GIL",
        summary="json.dumps and json.loads of a nested document: C code that works on objects.",
        look_at=(
            "It is C, as zlib is, but it makes Python objects, for which it needs the GIL. Compare "
            "the speed-up of threads with that of its twin, zlib: that the work is done in C does "
            "not decide it."
        ),
        parameters=(
            Parameter("records", 5_000, "how many records the document has", 1, 1_000_000),
        ),
        body=_write_and_read_json,
        smallest={"records": 300},
    ),
    Workload(
        name="regex",
        title="regular expressions",
        family="CPU-bound",
        kind="CPU-bound, holds the GIL",
        summary="Finds all addresses in a log by re.findall: one call of C code for all of it.",
        look_at=(
            "Compare the speed-up of threads with that of processes. A thread can be made to hand "
            "over the GIL between two steps of Python, and a search is a single step: see whether "
            "a shorter switch interval changes how tasks of several threads end in the lanes."
        ),
        parameters=(Parameter("lines", 20_000, "how many lines the log has", 1, 10_000_000),),
        body=_find_addresses,
        smallest={"lines": 2_000},
    ),
)

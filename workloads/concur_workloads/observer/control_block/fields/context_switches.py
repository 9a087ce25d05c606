"""How often its CPU went to another."""

from __future__ import annotations

from concur_workloads.observer.control_block.fields.declared import Declared, Group
from concur_workloads.observer.control_block.source import FETCHED
from concur_workloads.observer.control_block.thread_files import ThreadFiles

_GROUP = Group("Context switches")

_VOLUNTARY = "voluntary_ctxt_switches"
_INVOLUNTARY = "nonvoluntary_ctxt_switches"


def _voluntary(files: ThreadFiles) -> int:
    return int(files.status.value.value(_VOLUNTARY))


def _involuntary(files: ThreadFiles) -> int:
    return int(files.status.value.value(_INVOLUNTARY))


CONTEXT_SWITCHES: tuple[Declared, ...] = (
    _GROUP.of_thread(
        "voluntary",
        "status",
        _VOLUNTARY,
        "How often it gave its CPU up, to wait for something.",
        _voluntary,
        unit="times",
    ),
    _GROUP.of_thread(
        "voluntary, now",
        "status",
        _VOLUNTARY,
        "The same, a second, since the look before.",
        lambda files: files.rate(_voluntary),
        unit="/s",
        also=(("status", FETCHED),),
    ),
    _GROUP.of_thread(
        "involuntary",
        "status",
        _INVOLUNTARY,
        "How often its CPU was taken from it, for another or because its time was up.",
        _involuntary,
        unit="times",
    ),
    _GROUP.of_thread(
        "involuntary, now",
        "status",
        _INVOLUNTARY,
        "The same, a second, since the look before.",
        lambda files: files.rate(_involuntary),
        unit="/s",
        also=(("status", FETCHED),),
    ),
)

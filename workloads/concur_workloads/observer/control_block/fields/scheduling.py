"""By which rules it gets a CPU, and how much it got."""

from __future__ import annotations

from concur_workloads.observer.control_block.fields.declared import Declared, Group, Read
from concur_workloads.observer.control_block.source import FETCHED
from concur_workloads.observer.control_block.thread_files import ThreadFiles
from concur_workloads.observer.control_block.words import policy_name

_GROUP = Group("Scheduling")


def _number(place: int) -> Read:
    return lambda files: int(files.stat_field(place))


def _seconds(word: int) -> Read:
    return lambda files: files.schedstat.value[word] / 1e9


def _percent_of_the_time(word: int) -> Read:
    def hundredths(files: ThreadFiles) -> float:
        return files.schedstat.value[word] / 1e7

    return lambda files: files.rate(hundredths)


SCHEDULING: tuple[Declared, ...] = (
    _GROUP.of_thread(
        "policy",
        "stat",
        "field 41",
        "By which rules it is scheduled.",
        lambda files: policy_name(int(files.stat_field(41))),
    ),
    _GROUP.of_thread(
        "priority",
        "stat",
        "field 18",
        "The kernel's own: 20 plus the nice value, below 0 for real-time policies.",
        _number(18),
    ),
    _GROUP.of_thread(
        "nice",
        "stat",
        "field 19",
        "From -20, which gets the most of a CPU, to 19, which gets the least.",
        _number(19),
    ),
    _GROUP.of_thread(
        "affinity",
        "status",
        "Cpus_allowed_list",
        "The CPUs on which it may run.",
        lambda files: files.status.value.value("Cpus_allowed_list"),
    ),
    _GROUP.of_thread("last CPU", "stat", "field 39", "On which it runs, or ran last.", _number(39)),
    _GROUP.of_thread(
        "migrations",
        "sched",
        "se.nr_migrations",
        "How often it went from one CPU to another, whose caches it has to fill anew.",
        lambda files: int(files.sched.value.value("se.nr_migrations")),
        unit="times",
    ),
    _GROUP.of_thread(
        "on CPU", "schedstat", "word 1", "How long it has run in all.", _seconds(0), unit="s"
    ),
    _GROUP.of_thread(
        "on CPU, now",
        "schedstat",
        "word 1",
        "How much of the time since the look before it ran; 100 % is one CPU.",
        _percent_of_the_time(0),
        unit="%",
        also=(("schedstat", FETCHED),),
    ),
    _GROUP.of_thread(
        "waited for a CPU",
        "schedstat",
        "word 2",
        "How long it was ready in all, while others ran; a quota that is used up counts too.",
        _seconds(1),
        unit="s",
    ),
    _GROUP.of_thread(
        "waits for a CPU, now",
        "schedstat",
        "word 2",
        "How much of the time since the look before it was ready, while others ran.",
        _percent_of_the_time(1),
        unit="%",
        also=(("schedstat", FETCHED),),
    ),
    _GROUP.of_thread(
        "user time",
        "stat",
        "field 14",
        "On a CPU, in the program's code.",
        lambda files: files.stat_seconds(14),
        unit="s",
    ),
    _GROUP.of_thread(
        "system time",
        "stat",
        "field 15",
        "On a CPU, in the kernel for it.",
        lambda files: files.stat_seconds(15),
        unit="s",
    ),
)

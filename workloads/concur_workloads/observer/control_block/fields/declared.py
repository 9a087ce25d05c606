"""How a field is declared: what it is, what it is read from, and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from concur_workloads.observer.control_block.block import Field, FieldValue, Scope
from concur_workloads.observer.control_block.periods import period_words
from concur_workloads.observer.control_block.thread_files import ThreadFiles

Read = Callable[[ThreadFiles], FieldValue]

#: A source and a part of it.
Part = tuple[str, str]

#: What a field is read from that is another at each look, whatever the files say.
CLOCK: Part = "clock", ""


class Declared(NamedTuple):
    """A field; `read` is asked again when something that it is read from says something else."""

    field: Field
    read_from: tuple[Part, ...]
    read: Read


class Group:
    """Declares the fields that are shown under one headline."""

    def __init__(self, name: str) -> None:
        self._name = name

    def of_thread(
        self,
        name: str,
        file: str,
        place: str,
        help_: str,
        read: Read,
        *,
        unit: str = "",
        also: tuple[Part, ...] = (),
    ) -> Declared:
        """A field of which each thread has its own, at a place in a file and `also` elsewhere."""
        path = f"/proc/PID/task/TID/{file}"
        field = self._field("thread", name, unit, path, place, period_words(file), help_)
        return Declared(field, (*_parts(file, place), *also), read)

    def of_process(
        self,
        name: str,
        file: str,
        place: str,
        help_: str,
        read: Read,
        *,
        unit: str = "",
        scope: Scope = "process",
    ) -> Declared:
        """A field that all threads of a process share, at a place in a file."""
        path = f"/proc/PID/{file}"
        field = self._field(scope, name, unit, path, place, period_words(file), help_)
        return Declared(field, _parts(file, place), read)

    def told(
        self, name: str, source: str, help_: str, read: Read, read_from: tuple[Part, ...]
    ) -> Declared:
        """A field of which each thread has its own, told by another than the kernel."""
        return Declared(Field(self._name, name, "", "thread", source, help_), read_from, read)

    def _field(
        self, scope: Scope, name: str, unit: str, path: str, place: str, period: str, help_: str
    ) -> Field:
        source = f"{path}: {place}{period}" if place else f"{path}{period}"
        return Field(self._name, name, unit, scope, source, help_)


def _parts(file: str, place: str) -> tuple[Part, ...]:
    return tuple((file, name) for name in place.split(" + "))

"""What the files of /proc say, each in a form of its own."""

from __future__ import annotations

from collections.abc import Collection
from itertools import compress
from operator import ne

from concur_workloads.observer.control_block.missing import UnreadableError
from concur_workloads.observer.control_block.source import WHOLE

#: Of the fields that `fields_of_stat` gives, and of more than any kernel has.
_NAMES_IN_STAT = [f"field {number}" for number in range(3, 100)]


def fields_of_stat(content: str) -> list[str]:
    """The fields of stat from the third on, as the second may hold anything."""
    return content.rpartition(")")[2].split()


def fields_that_differ(before: list[str], now: list[str]) -> Collection[str]:
    """Which fields of stat differ, each as `field 3`."""
    return list(compress(_NAMES_IN_STAT, map(ne, before, now)))


def numbers(content: str) -> list[int]:
    """Whole numbers with blanks between them."""
    return [int(each) for each in content.split()]


def command_line(content: str) -> str:
    """Words that each end with a zero byte."""
    return " ".join(content.rstrip("\0").split("\0"))


def group_of_cpu(content: str) -> str:
    """The path of the control group in the hierarchy that limits the CPU."""
    groups = {}
    for line in content.splitlines():
        _, controllers, path = line.split(":", 2)
        groups[controllers] = path
    for controllers, path in groups.items():
        if "cpu" in controllers.split(","):
            return path
    return groups.get("", "/")


def most_open_files(content: str) -> str:
    """The limit in force of open files; raises UnreadableError."""
    for line in content.splitlines():
        if line.startswith("Max open files"):
            return line.split()[3]
    raise UnreadableError("limits does not tell it")


class Lines:
    """Lines of a name, a colon and a value; one is looked for when it is asked for."""

    def __init__(self, file: str, content: str) -> None:
        self._file = file
        self._content = f"\n{content}\n"

    def value(self, name: str) -> str:
        """What stands after a name; raises UnreadableError."""
        content = self._content
        found = content.find(f"\n{name}:")
        if found < 0:
            raise UnreadableError(f"{self._file} has no {name} here")
        return content[found + len(name) + 2 : content.find("\n", found + 1)].strip()

    def size(self, name: str) -> int:
        """A size in kB of 1,024 bytes, in bytes; raises UnreadableError."""
        return int(self.value(name).split(maxsplit=1)[0]) * 1024

    def differ(self, now: Lines) -> Collection[str]:
        """The names of the lines that are others by now."""
        before, after = self._content.split("\n"), now._content.split("\n")
        if len(before) != len(after):
            return WHOLE
        pairs = zip(before, after, strict=True)
        return [line.partition(":")[0] for line, other in pairs if line != other]


def lines_of_sched(content: str) -> Lines:
    """The lines of sched, whose names are filled up with blanks."""
    parts = (line.partition(":") for line in content.splitlines())
    return Lines("sched", "\n".join(f"{name.rstrip()}:{value}" for name, _, value in parts))

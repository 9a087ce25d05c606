"""Where the runtime of a CPython, with the GIL in it, lies in the memory of its process."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_SYMBOL = "_PyRuntime"
#: In the name of every file that may have the symbol: the program itself, or its library.
_PART_OF_NAME = "python"
#: In the name of extension modules, which may be many and have not.
_PART_OF_EXTENSION = ".cpython-"


class RuntimeNotFoundError(Exception):
    """The runtime was not found; the text says why."""


class _Symbol(NamedTuple):
    """Address, from the start of its file in memory unless `is_absolute`, and size in bytes."""

    address: int
    size: int
    is_absolute: bool


def runtime_region(pid: int, proc: Path = Path("/proc")) -> range:
    """The addresses of `_PyRuntime` in a process; raises RuntimeNotFoundError.

    A thread that waits on a futex in there waits for the GIL of the main interpreter. Those of
    sub-interpreters lie elsewhere. May take some milliseconds.
    """
    try:
        starts = _file_starts((proc / str(pid) / "maps").read_text())
    except OSError as error:
        raise RuntimeNotFoundError(f"its memory map cannot be read: {error.strerror}") from error
    for path, start in starts.items():
        try:
            changed_ns = os.stat(path).st_mtime_ns
            symbol = _symbol(path, changed_ns)
        except OSError:
            continue
        if symbol is not None:
            first = symbol.address if symbol.is_absolute else start + symbol.address
            return range(first, first + symbol.size)
    raise RuntimeNotFoundError(f"no {_SYMBOL} was found in it, as CPython has it")


def _file_starts(maps: str) -> dict[str, int]:
    """Where the files that may have the symbol begin in memory."""
    starts: dict[str, int] = {}
    for line in maps.splitlines():
        parts = line.split(maxsplit=5)
        if len(parts) == 6 and parts[5].startswith("/"):
            addresses, offset, path = parts[0], parts[2], parts[5]
            name = os.path.basename(path)
            may_have_it = _PART_OF_NAME in name and _PART_OF_EXTENSION not in name
            if may_have_it and int(offset, 16) == 0:
                starts.setdefault(path, int(addresses.split("-", maxsplit=1)[0], 16))
    return starts


@lru_cache(maxsize=256)
def _symbol(path: str, _changed_ns: int) -> _Symbol | None:
    """The symbol as a file defines it; raises OSError."""
    # Late, as it takes long to import.
    from elftools.common.exceptions import ELFError
    from elftools.elf.elffile import ELFFile
    from elftools.elf.hash import ELFHashSection, GNUHashSection

    with open(path, "rb") as file:
        try:
            elf = ELFFile(file)
            # Its hash table, as the files have thousands of symbols.
            table = elf.get_section_by_name(".gnu.hash") or elf.get_section_by_name(".hash")
            if not isinstance(table, GNUHashSection | ELFHashSection):
                return None
            found = table.get_symbol(_SYMBOL)
            if found is None or found["st_shndx"] == "SHN_UNDEF":
                return None
            is_absolute = elf["e_type"] == "ET_EXEC"
            return _Symbol(found["st_value"], found["st_size"], is_absolute)
        except ELFError:
            return None

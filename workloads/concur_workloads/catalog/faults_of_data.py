"""Tasks that take or give too much: memory, results, output."""

from __future__ import annotations

from concur_workloads.catalog.workload import Settings

_MIB = 1 << 20
_FLOOD_LINE = "the same line, again and again"

#: What the limit leaves. Each block is a good part of it, so that when one does not fit, something
#: is left for other threads of the process, and for telling what happened.
_ROOM = 96 * _MIB
_BLOCK = 32 * _MIB

#: More than fit: threads also have address space that was set aside for them before.
_MOST_BLOCKS = 64


def exhaust_memory(_settings: Settings) -> object:
    """Allocate until Python has no more to give, under a limit set for this process meanwhile."""
    import resource

    usual = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + _ROOM, usual[1]))
    try:
        blocks = [bytearray(_BLOCK) for _ in range(_MOST_BLOCKS)]
    finally:
        resource.setrlimit(resource.RLIMIT_AS, usual)
    size_mib = len(blocks) * _BLOCK // _MIB
    raise OSError(f"the system gave a process {size_mib} MiB more than RLIMIT_AS allows")


def _address_space() -> int:
    """The size of this process now, in bytes; raises OSError where the system does not tell."""
    import mmap

    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * mmap.PAGESIZE


def return_much(settings: Settings) -> object:
    """A result that takes a while to travel, and room for several copies on its way."""
    return bytes(settings["size_mib"] * _MIB)


def print_much(settings: Settings) -> object:
    """Print line after line as fast as it goes."""
    for _ in range(settings["lines"]):
        print(_FLOOD_LINE)
    return settings["lines"]

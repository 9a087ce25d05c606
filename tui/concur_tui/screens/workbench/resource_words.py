"""The figures of a system sample in words, the most telling first."""

from collections.abc import Mapping, Sequence

from concur_tui.formatting import NOT_MEASURED, compact, counted, significant
from concur_tui.own_cost import OwnCost
from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.figure_rows import Entry
from concur_tui.widgets.parts_line import Part
from concur_tui.widgets.stacked_bar import PARTS
from concur_workloads.api import (
    CoreUse,
    MemoryParts,
    SwitchRates,
    SystemSample,
    Throttling,
    TransferRates,
)

_MEGABYTE = 1_000_000
_WIDTH = 5
#: What is read once a second is as old as that now and then.
OLD_S = 2.0


def figures(sample: SystemSample, glyphs: GlyphMode) -> list[Entry]:
    """What a sample says beside its graphs; a figure that cannot be had says why."""
    why = sample.missing
    return [
        _quota(sample.usable_cpus.quota, sample.throttling, why),
        _switches(sample.switches, why),
        _transfers(sample.transfers, why),
        *_memory(sample.memory_parts, why),
        _parts_of_time(sample.cores, glyphs),
        _load(sample),
        _storage(sample.transfers, why),
        _clock(sample.cores, why),
    ]


def _entry(name: str, *parts: str) -> Entry:
    """Names are muted; figures and their names take turns."""
    roles = [Part(text, "muted" if at % 2 else "plain") for at, text in enumerate(parts)]
    return (Part(f"{name} ", "muted"), *roles)


def _without(name: str, field: str, why: Mapping[str, str]) -> Entry:
    reason = f" ({why[field]})" if field in why else ""
    return _entry(name, NOT_MEASURED, reason)


def _quota(quota: float | None, throttling: Throttling | None, why: Mapping[str, str]) -> Entry:
    if quota is None:
        return (Part("no CPU quota", "muted"),)
    name = f"quota {quota:.3g} CPUs, throttled"
    if throttling is None:
        return _without(name, "throttling", why)
    told = f"{counted(throttling.times, 'time')}, {significant(throttling.time_s)} s"
    return Part(f"{name} ", "muted"), Part(told, "busy" if throttling.times else "plain")


def _switches(rates: SwitchRates | None, why: Mapping[str, str]) -> Entry:
    if rates is None:
        return _without("switches/s", "switches", why)
    voluntary = compact(rates.voluntary_per_s, _WIDTH)
    involuntary = compact(rates.involuntary_per_s, _WIDTH)
    return _entry("switches/s", voluntary, " vol ", involuntary, " invol")


def _transfers(rates: TransferRates | None, why: Mapping[str, str]) -> Entry:
    if rates is None:
        return _without("I/O", "transfers", why)
    return _bytes_per_s("I/O B/s", rates.read_per_s, rates.written_per_s)


def _storage(rates: TransferRates | None, why: Mapping[str, str]) -> Entry:
    if rates is None:
        return _without("storage", "transfers", why)
    return _bytes_per_s("storage B/s", rates.from_storage_per_s, rates.to_storage_per_s)


def _bytes_per_s(name: str, read: float, written: float) -> Entry:
    return _entry(name, compact(read, _WIDTH), " in ", compact(written, _WIDTH), " out")


def _memory(parts: MemoryParts | None, why: Mapping[str, str]) -> list[Entry]:
    if parts is None:
        return [_without("memory parts", "memory_parts", why)]
    private = significant(parts.private / _MEGABYTE, _WIDTH)
    shared = significant(parts.shared / _MEGABYTE, _WIDTH)
    swapped = f"{significant(parts.swapped / _MEGABYTE)} MB"
    return [
        _entry("PSS MB", private, " private ", shared, " shared"),
        (Part("swap ", "muted"), Part(swapped, "busy" if parts.swapped else "plain")),
    ]


def _parts_of_time(cores: Sequence[CoreUse], glyphs: GlyphMode) -> Entry:
    """Of the whole machine, with the patterns of the bars."""
    steals = [core.steal for core in cores if core.steal is not None]
    means = (
        _mean([core.user for core in cores]),
        _mean([core.system for core in cores]),
        _mean(steals),
    )
    parts = [Part("machine", "muted")]
    for (name, patterns, _), mean in zip(PARTS, means, strict=True):
        shown = NOT_MEASURED.rjust(3) if mean is None else f"{mean:3.0f}"
        parts += [Part(f" {patterns[glyphs]} {name} ", "muted"), Part(f"{shown} %")]
    return tuple(parts)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _load(sample: SystemSample) -> Entry:
    usable = sample.usable_cpus
    wanted = NOT_MEASURED if sample.load is None else f"{sample.load:.2f}"
    cpus = counted(usable.count, "CPU")
    return _entry("load of 1 min", wanted, f" on {cpus} ({usable.decided_by})")


def _clock(cores: Sequence[CoreUse], why: Mapping[str, str]) -> Entry:
    known = [core.megahertz / 1000 for core in cores if core.megahertz is not None]
    if not known:
        return _without("clock", "megahertz", why)
    return _entry("clock", f"{min(known):.2f} to {max(known):.2f}", " GHz")


def memory_title(sample: SystemSample) -> str:
    """What the graph of memory shows and, where that is not of now, how old it is."""
    if sample.memory_age_s < OLD_S:
        return f"memory ({sample.memory_origin})"
    return f"{sample.memory_origin} of {sample.memory_age_s:.0f} s ago"


def cost_sentence(cost: OwnCost) -> str:
    """What concur-tui itself costs."""
    return (
        f"concur-tui itself: {cost.cpu_percent:.1f} % CPU, "
        f"RSS {cost.resident_bytes / _MEGABYTE:.0f} MB, "
        f"{significant(cost.terminal_bytes_per_s / 1000)} kB/s to the terminal"
    )

"""A sample in words: figures with their units, and why one is missing."""

from dataclasses import replace

import pytest

from concur_tui.own_cost import OwnCost
from concur_tui.screens.workbench.resource_words import cost_sentence, figures
from concur_tui.terminal.capabilities import GlyphMode
from concur_workloads.api import (
    CoreUse,
    MemoryParts,
    SystemSample,
    Throttling,
    TransferRates,
    UsableCpus,
)
from support.fake_experiment import FakeSampler

SAMPLE = FakeSampler().sample([])


def said(sample: SystemSample) -> list[str]:
    return ["".join(part.text for part in entry) for entry in figures(sample, GlyphMode.BRAILLE)]


def test_everything_that_was_measured_has_its_unit() -> None:
    assert said(replace(SAMPLE, transfers=TransferRates(1.2e6, 3400.0, 0.0, 8192.0))) == [
        "no CPU quota",
        "switches/s   212 vol 1.34k invol",
        "I/O B/s  1.2M in  3.4k out",
        "PSS MB  14.0 private  8.00 shared",
        "swap 0 MB",
        "machine █ user  46 % ▒ system   6 % x steal   2 %",
        "load of 1 min 2.31 on 2 CPUs (CPU affinity)",
        "storage B/s     0 in 8.19k out",
        "clock 2.39 to 2.40 GHz",
    ]


def test_what_cannot_be_had_says_why_and_is_never_zero() -> None:
    nothing = replace(
        SAMPLE,
        cores=(CoreUse(user=50.0, system=10.0, steal=None),),
        memory_parts=None,
        load=None,
        switches=None,
        transfers=None,
        missing={
            "switches": "only Linux tells it",
            "transfers": "this kernel does not count it",
            "memory_parts": "PSS cannot be read here",
            "megahertz": "this system does not tell it",
        },
    )
    assert said(nothing)[1:] == [
        "switches/s - (only Linux tells it)",
        "I/O - (this kernel does not count it)",
        "memory parts - (PSS cannot be read here)",
        "machine █ user  50 % ▒ system  10 % x steal   - %",
        "load of 1 min - on 2 CPUs (CPU affinity)",
        "storage - (this kernel does not count it)",
        "clock - (this system does not tell it)",
    ]


def test_what_takes_two_looks_is_a_dash() -> None:
    first = replace(SAMPLE, cores=(), switches=None, transfers=None)
    assert said(first)[1:3] == ["switches/s -", "I/O -"]


@pytest.mark.parametrize(
    ("throttling", "words", "role"),
    [
        (Throttling(0, 0, 0.0), "quota 1.5 CPUs, throttled 0 times, 0 s", "plain"),
        (Throttling(0, 3, 0.42), "quota 1.5 CPUs, throttled 3 times, 0.420 s", "busy"),
    ],
)
def test_a_quota_is_named_and_stands_out_once_it_throttled(
    throttling: Throttling, words: str, role: str
) -> None:
    usable = UsableCpus(2, "cgroup quota", 1.5)
    sample = replace(SAMPLE, usable_cpus=usable, throttling=throttling)
    assert said(sample)[0] == words
    assert figures(sample, GlyphMode.BRAILLE)[0][-1].role == role


def test_swap_stands_out() -> None:
    sample = replace(SAMPLE, memory_parts=MemoryParts(1_000_000, 0, 2_000_000))
    (swap,) = [each for each in figures(sample, GlyphMode.ASCII) if each[0].text == "swap "]
    assert (swap[1].text, swap[1].role) == ("2.00 MB", "busy")


def test_what_watching_costs() -> None:
    assert cost_sentence(OwnCost(4.21, 61_000_000, 6_130.0)) == (
        "concur-tui itself: 4.2 % CPU, RSS 61 MB, 6.13 kB/s to the terminal"
    )

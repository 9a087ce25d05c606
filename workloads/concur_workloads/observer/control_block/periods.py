"""How often what is read of a thread is read again."""

#: What the kernel has to work for, or what hardly changes, is read again after so many seconds,
#: all else at every look. Of a Python of ordinary size, smaps_rollup takes half a millisecond.
PERIODS_S = {
    "status": 1.0,
    "comm": 2.0,
    "fd": 4.0,
    "io": 2.0,
    "sched": 2.0,
    "smaps_rollup": 20.0,
    "cgroup": 8.0,
    "cmdline": 8.0,
    "limits": 8.0,
    "ns": 60.0,
}


def period_words(name: str) -> str:
    """How often that is read, to stand after it; empty for what is read at every look."""
    return f", every {PERIODS_S[name]:.0f} s" if name in PERIODS_S else ""

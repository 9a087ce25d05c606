"""How often to look, so that it takes no more of a CPU than it may."""

from __future__ import annotations

from random import uniform

#: Looks at each thread a second, if there are not too many of them for that.
LOOKS_A_SECOND = 100

#: At most this share of one CPU goes into it: of more threads, each is looked at less often.
_LARGEST_SHARE = 0.047

#: About so many rounds tell what one takes.
_AVERAGE_OF = 16

#: The first looks at a process may take a tenth of a second of CPU, which must not keep the next
#: ones off: no round counts for more than would bring about this pause.
_LONGEST_PERIOD_S = 0.1
_LONGEST_ROUND_S = _LONGEST_PERIOD_S * _LARGEST_SHARE


#: Pauses differ by this part: threads that take turns every 5 ms, as those of Python do, would else
#: be met by the same turn again and again.
_JITTER = 0.25


def uneven(pause_s: float) -> float:
    """A pause that is longer or shorter by chance, and as long in the mean."""
    return pause_s * uniform(1 - _JITTER, 1 + _JITTER)


class Pace:
    """Finds the pause from what the last rounds took."""

    def __init__(self) -> None:
        self._took_s = 0.0

    def pause_after(self, took_s: float, groups: int) -> float:
        """Seconds from the start of a round that took so much CPU time to that of the next.

        Each round looks at one of so many groups of threads.
        """
        self._took_s += (min(took_s, _LONGEST_ROUND_S) - self._took_s) / _AVERAGE_OF
        return max(1 / (LOOKS_A_SECOND * max(1, groups)), self._took_s / _LARGEST_SHARE)

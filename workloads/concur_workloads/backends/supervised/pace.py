"""How far ahead a worker is supplied with tasks."""

from __future__ import annotations

from time import monotonic_ns

#: A worker may hold about so much work that it has not begun: enough that it never waits for the
#: next task when tasks are short, too little to be missed by workers that have run out of tasks.
_AHEAD_NS = 1_000_000

#: How much faster a worker is believed to be after each answer that came sooner.
_TRUST = 0.9


class Pace:
    """Lets one worker hold several chunks at a time while it gets through them quickly.

    One slow chunk is believed at once, quick ones only by and by, so that chunks of mixed length
    are handed out one at a time.
    """

    def __init__(self, most_ahead: int) -> None:
        self._most_ahead = most_ahead
        self._since_ns = 0
        self._chunk_ns = 0.0
        self.most_chunks = 1

    def begin(self) -> None:
        """The worker, which had nothing to do, is being given a chunk."""
        self._since_ns = monotonic_ns()

    def answered(self, chunks: int) -> None:
        """The worker has given answers to some of its chunks, at least one."""
        now_ns = monotonic_ns()
        chunk_ns = (now_ns - self._since_ns) / chunks
        self._since_ns = now_ns
        self._chunk_ns = max(chunk_ns, self._chunk_ns * _TRUST, 1.0)
        self.most_chunks = 1 + min(self._most_ahead, int(_AHEAD_NS / self._chunk_ns))

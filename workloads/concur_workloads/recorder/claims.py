"""Which process has which lane, kept by the kernel, so that a dead process's lane is free again."""

from __future__ import annotations

import fcntl
import time

from concur_workloads.recorder.recording import Recording

#: A process that replaces another may begin before the other has ended.
_WAIT_LIMIT_S = 5.0
_WAIT_POLL_S = 0.002


def claim_lane(recording: Recording) -> int:
    """Take the first lane that no living process has, for as long as this process lives.

    It needs nothing but the recording, so it works for whoever started the process, and however.
    Raises RuntimeError when no lane becomes free.
    """
    limit = time.monotonic() + _WAIT_LIMIT_S
    while True:
        for lane in range(1, recording.layout.lanes + 1):
            if _claim(recording, lane):
                return lane
        if time.monotonic() > limit:
            raise RuntimeError(f"all {recording.layout.lanes} lanes have a living worker process")
        time.sleep(_WAIT_POLL_S)


def _claim(recording: Recording, lane: int) -> bool:
    # Of POSIX's kind, which children do not inherit: what a task forks must not keep the lane.
    try:
        fcntl.lockf(
            recording.descriptor,
            fcntl.LOCK_EX | fcntl.LOCK_NB,
            1,
            recording.layout.lane_offset(lane),
        )
    except OSError:
        return False
    return True

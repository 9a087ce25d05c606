"""The sampler beside what else is measured, as it is in the app while workers are at work."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from concur_workloads.observer.waiting.sampler import ActivitySampler
from concur_workloads.observer.waiting.watched_thread import WatchedThread
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording

#: Until each was seen once, which takes longer.
_FIRST_S = 1.0


@contextmanager
def sampled(pids: Sequence[int]) -> Iterator[ActivitySampler]:
    """While the main threads of processes are looked at, as those of workers that say nothing.

    Something that is done a few times a second takes several times as long where the program
    sleeps between, as other programs then have the caches: in the app it does not.
    """
    with Recording.create(len(pids)) as recording, closing(ActivitySampler()) as sampler:
        for lane, pid in enumerate(pids, start=1):
            sampler.watch(WatchedThread(pid, pid, LaneReader(recording, lane)))
        time.sleep(_FIRST_S)
        yield sampler

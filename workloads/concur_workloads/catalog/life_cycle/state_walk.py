"""A walk of one thread or process through its states, each seen in the words of the kernel."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic_ns
from typing import Any

from concur_workloads.catalog.life_cycle.kernel_word import KernelWord, Word
from concur_workloads.catalog.life_cycle.subject import Subject, process_subject, thread_subject

#: Less than this in a queue for a CPU may pass for a switch, not for waiting.
_READY_NS = 1_000_000

_SHORTEST_SLEEP_S = 0.02


class Walk:
    """Takes a subject from state to state; `tell` gets a line for each, `seen_s` the times.

    `hold_s` is how long it stays in each.
    """

    def __init__(self, hold_s: float, tell: Callable[[str], None]) -> None:
        self.seen_s: dict[str, float] = {}
        self._hold_s = hold_s
        self._tell = tell

    def say(self, ours: str, theirs: str, cause_ns: int = 0, seen_ns: int = 0) -> None:
        """Tell a state by our word and by the kernel's, and keep how soon it was seen."""
        when = ""
        if cause_ns:
            self.seen_s[ours] = (seen_ns - cause_ns) / 1e9
            when = f", after {(seen_ns - cause_ns) / 1e6:.3g} ms"
        self._tell(f"{ours}: {theirs}{when}")

    def through_work_and_waits(self, subject: Subject, word: KernelWord) -> None:
        """Running, ready, sleeping, waiting for a lock, waiting for a pipe; raises NotSeen."""
        self._run(subject, word)
        self._sleep(subject, word)
        with subject.lock:
            self._wait("waiting for a lock", subject, word, "lock")
        subject.hear()
        self._wait("waiting for a pipe", subject, word, "pipe")
        subject.let_go()
        subject.hear()

    def _run(self, subject: Subject, word: KernelWord) -> None:
        before = word.look()
        assert before is not None
        cause_ns = subject.order("work")
        running, seen_ns = word.await_word(
            "running", lambda now: now.state[0] == "R" and now.on_cpu_ns > before.on_cpu_ns
        )
        self.say("running", f"{running.state}, its CPU time grows", cause_ns, seen_ns)
        time.sleep(self._hold_s)
        with _on_one_cpu(subject.thread) as cpu:
            cause_ns = monotonic_ns()
            start = word.look()
            assert start is not None
            # The loop that looks is what keeps the CPU busy.
            ready, seen_ns = word.await_word(
                "ready",
                lambda now: now.state[0] == "R" and now.ready_ns > start.ready_ns + _READY_NS,
                pause_s=0,
            )
        waited_ms = (ready.ready_ns - start.ready_ns) / 1e6
        theirs = f"{ready.state} too, but {waited_ms:.3g} ms in the queue of CPU {cpu}"
        self.say("ready", theirs, cause_ns, seen_ns)
        subject.let_go()
        subject.hear()

    def _sleep(self, subject: Subject, word: KernelWord) -> None:
        seconds = max(self._hold_s, _SHORTEST_SLEEP_S)
        while True:
            cause_ns = subject.order("sleep", seconds)
            found, seen_ns = word.await_rest("asleep")
            if not subject.has_spoken:
                break
            # It woke up before it was looked at, and then waited for its next order.
            subject.hear()
            seconds *= 2
        self.say("sleeping", _with_place(found), cause_ns, seen_ns)
        subject.hear()

    def _wait(self, ours: str, subject: Subject, word: KernelWord, order: str) -> None:
        cause_ns = subject.order(order)
        found, seen_ns = word.await_rest(ours)
        self.say(ours, _with_place(found), cause_ns, seen_ns)
        time.sleep(self._hold_s)

    def through_a_stop(self, subject: Subject, word: KernelWord) -> None:
        """Stopped by a signal and continued; raises NotSeen."""
        cause_ns = monotonic_ns()
        os.kill(subject.pid, signal.SIGSTOP)
        try:
            stopped, seen_ns = word.await_word("stopped", lambda now: now.state[0] == "T")
            self.say("stopped", stopped.state, cause_ns, seen_ns)
            time.sleep(self._hold_s)
        finally:
            os.kill(subject.pid, signal.SIGCONT)

    def to_the_end(self, subject: Subject, word: KernelWord, *, join: Callable[[], Any]) -> None:
        """The end of a thread, which leaves nothing; raises NotSeen."""
        cause_ns = subject.order("end")
        self.say("terminated", "no such thread", cause_ns, word.await_end())
        join()

    def to_the_reaping(
        self, subject: Subject, word: KernelWord, *, join: Callable[[], Any]
    ) -> None:
        """The end of a process, of which an entry stays until it is joined; raises NotSeen."""
        cause_ns = subject.order("end")
        zombie, seen_ns = word.await_word("a zombie", lambda now: now.state[0] == "Z")
        self.say("zombie", zombie.state, cause_ns, seen_ns)
        time.sleep(self._hold_s)
        cause_ns = monotonic_ns()
        join()
        self.say("reaped", "no such process", cause_ns, word.await_end())


def walk_a_thread(walk: Walk) -> None:
    """Create a thread and take it through all states; raises NotSeen or ChildFailed."""
    walk.say("new", "no such thread before start()")
    with thread_subject() as (subject, thread):
        word = KernelWord(subject.pid, subject.thread)
        walk.through_work_and_waits(subject, word)
        walk.to_the_end(subject, word, join=thread.join)


def walk_a_process(walk: Walk, start_method: str) -> None:
    """The same with a process, which can be stopped too; raises NotSeen or ChildFailed."""
    walk.say("new", "no such process before start()")
    with process_subject(start_method) as (subject, process):
        word = KernelWord(subject.pid, subject.thread)
        walk.through_work_and_waits(subject, word)
        walk.through_a_stop(subject, word)
        walk.to_the_reaping(subject, word, join=process.join)


@contextmanager
def _on_one_cpu(thread: int) -> Iterator[int]:
    """Bind a thread and the one that calls to the same CPU for the length of a block."""
    ours = threading.get_native_id()
    usual = {each: os.sched_getaffinity(each) for each in (ours, thread)}
    cpu = min(usual[ours])
    try:
        for each in usual:
            os.sched_setaffinity(each, {cpu})
        yield cpu
    finally:
        for each, cpus in usual.items():
            os.sched_setaffinity(each, cpus)


def _with_place(word: Word) -> str:
    return f"{word.state} in {word.place}" if word.place else word.state

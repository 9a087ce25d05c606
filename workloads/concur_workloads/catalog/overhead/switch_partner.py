"""Who gives the token back: a thread, or a process, on the CPU of whoever starts it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from concur_workloads.catalog.thread_switches import Switches, switches_of_this_thread
from concur_workloads.isolation import die_with_parent, python_command

TOKEN = b"t"

_END_LIMIT_S = 10.0


class Echoed(NamedTuple):
    """What a partner did from its start to its end."""

    tokens: int
    switches: Switches


class Partner(NamedTuple):
    """Descriptors to hand the token over and to get it back; `end` waits for what it did.

    Writing a token, or `end`, raises BrokenPipeError when the partner ended before its time.
    """

    there: int
    back: int
    end: Callable[[], Echoed]


def counted_switches() -> Switches:
    """Those of this thread; raises OSError where the system does not count them."""
    switches = switches_of_this_thread()
    if switches is None:
        raise OSError("this system counts no context switches of a thread")
    return switches


def echo(source: int, target: int) -> Echoed:
    """Give back every token until there are no more; closes both descriptors."""
    tokens = 0
    before = counted_switches()
    try:
        while os.read(source, 1):
            os.write(target, TOKEN)
            tokens += 1
    finally:
        # Whoever waits for a token then learns that none will come.
        os.close(source)
        os.close(target)
    return Echoed(tokens, counted_switches().since(before))


@contextmanager
def thread_partner() -> Iterator[Partner]:
    """A thread of this process."""
    source, there = os.pipe()
    back, target = os.pipe()
    done: list[Echoed] = []
    thread = threading.Thread(target=lambda: done.append(echo(source, target)))
    thread.start()
    ours = [there, back]

    def end() -> Echoed:
        os.close(ours.pop(0))
        thread.join(_END_LIMIT_S)
        if not done:
            raise RuntimeError(f"the partner thread did not end within {_END_LIMIT_S:g} s")
        return done[0]

    try:
        yield Partner(there, back, end)
    finally:
        for descriptor in ours:
            os.close(descriptor)
        thread.join(_END_LIMIT_S)


@contextmanager
def process_partner() -> Iterator[Partner]:
    """A process that ends with its token, at the latest with whoever started it."""
    # Late, as threads do without it.
    import subprocess

    command = python_command(None, "concur_workloads.catalog.overhead.switch_partner")
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        there, back, report = process.stdin, process.stdout, process.stderr

        def end() -> Echoed:
            there.close()
            words = report.read().split()
            process.wait(_END_LIMIT_S)
            if len(words) != 3:
                raise BrokenPipeError
            tokens, voluntary, involuntary = map(int, words)
            return Echoed(tokens, Switches(voluntary, involuntary))

        try:
            yield Partner(there.fileno(), back.fileno(), end)
        finally:
            # What has ended is not killed again.
            process.kill()


def main() -> None:
    """Be the process: tokens come on standard input and go to standard output."""
    die_with_parent()
    echoed = echo(sys.stdin.fileno(), sys.stdout.fileno())
    print(echoed.tokens, *echoed.switches, file=sys.stderr)
    sys.stderr.flush()
    # Its standard streams are closed already, which Python would mind.
    os._exit(0)

"""`concur-tui control-block --watch`: from when on threads are at what, told as it is seen."""

import json
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

from concur_tui.command_line.standard_output import write_out
from concur_tui.command_line.usage import UsageError
from concur_tui.control_block_words import clock, state_words
from concur_tui.formatting import count, counted, seconds
from concur_workloads.api import SeenState, StateWatch, look_times

_SCHEMA = 1

#: Kept for the JSON, of each thread: those of a quarter of an hour at the very least.
_MOST_STATES = 100_000


@dataclass
class _Watched:
    """A thread that is watched by its name; `states` are the last ones, `changes` how many."""

    pid: int
    tid: int
    watch: StateWatch
    states: list[SeenState] = field(default_factory=list)
    changes: int = -1

    def __str__(self) -> str:
        return f"{self.pid}/{self.tid}"

    def look(self) -> tuple[SeenState | None, SeenState | None]:
        """What it was at before and what it is at now; nothing if it is at the same."""
        before, now = self.watch.state, self.watch.look()
        if now is None:
            return None, None
        self.changes += 1
        self.states.append(now)
        del self.states[:-_MOST_STATES]
        return before, now


def watch_states(threads: Sequence[tuple[int, int]], for_s: float, *, as_json: bool) -> None:
    """Look at threads for so many seconds, or to their end, and write what was seen.

    As lines it is written as it is seen, as JSON at the end, also if that is Ctrl-C. Raises
    UsageError.
    """
    if not 0 < for_s < math.inf:
        raise UsageError("--watch takes a number of seconds above 0, such as 5.")
    with _watched(threads) as watched:
        began_ns = time.monotonic_ns()
        try:
            for line in _lines(watched, for_s):
                if not as_json and not write_out(f"{line}\n"):
                    return
        finally:
            end_ns = time.monotonic_ns()
            took_s = (end_ns - began_ns) / 1e9
            sums = "".join(_summary(each, took_s) for each in watched)
            write_out(_json(watched, took_s, end_ns) if as_json else sums)


def no_such_thread(name: str) -> str:
    """What is said of a thread that nothing is known of."""
    return f"There is no process and thread {name}, or it has just ended."


@contextmanager
def _watched(threads: Sequence[tuple[int, int]]) -> Iterator[list[_Watched]]:
    with ExitStack() as stack:
        watched = []
        for pid, tid in threads:
            try:
                watch = StateWatch(pid, tid)
            except (FileNotFoundError, ProcessLookupError):
                raise UsageError(no_such_thread(f"{pid}/{tid}")) from None
            except OSError as error:
                raise UsageError(f"{pid}/{tid} cannot be watched: {error.strerror}.") from None
            stack.callback(watch.close)
            watched.append(_Watched(pid, tid, watch))
        yield watched


def _lines(watched: Sequence[_Watched], for_s: float) -> Iterator[str]:
    """A line for each change, when it is seen."""
    for _ in look_times(for_s):
        for each in watched:
            before, now = each.look()
            if now is not None:
                name = f"  {each}" if len(watched) > 1 else ""
                yield f"{clock(now.since_ns)}{name}  {_change(before, now)}"
        if all(each.watch.has_ended for each in watched):
            return


def _change(before: SeenState | None, now: SeenState) -> str:
    if before is None:
        return f"{'':>7}  {state_words(now)}"
    took = seconds((now.since_ns - before.since_ns) / 1e9, 7)
    return f"{took}  {state_words(before)} → {state_words(now)}"


def _summary(watched: _Watched, took_s: float) -> str:
    changes = counted(max(0, watched.changes), "change")
    return f"{watched}: {changes} seen at {count(watched.watch.looks)} looks in {seconds(took_s)}\n"


def _json(watched: Sequence[_Watched], took_s: float, end_ns: int) -> str:
    plain = {
        "schema_version": _SCHEMA,
        "watched_s": took_s,
        "threads": [
            {
                "process": each.pid,
                "thread": each.tid,
                "looks": each.watch.looks,
                "changes": max(0, each.changes),
                "states": list(_states(each.states, end_ns)),
            }
            for each in watched
        ],
    }
    return json.dumps(plain, indent=2) + "\n"


def _states(states: Sequence[SeenState], end_ns: int) -> Iterator[dict[str, object]]:
    last = SeenState(end_ns, None, "")
    for state, after in pairwise([*states, last]):
        has_ended = state.activity is None
        yield {
            "monotonic_ns": state.since_ns,
            "seconds": None if has_ended else (after.since_ns - state.since_ns) / 1e9,
            "activity": None if state.activity is None else state.activity.name.lower(),
            "waits_for": state.cause,
            "words": state_words(state),
        }

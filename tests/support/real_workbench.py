"""The workbench as a person meets it: a program in a real terminal, its keys, what it shows."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from concur_workloads.api import backends
from support.pty_terminal import PtyTerminal
from support.terminal import Terminal

PROGRAM = [sys.executable, "-m", "concur_tui"]

READY = "Nothing has run yet"
RUNNING = "● running"
ENDED = "■ "

_BACKENDS = tuple(each.name for each in backends())
_FULL, _BUSY = set("█▐"), set("█▐▄▁▒░─╫╌·┬?│")

AnyTerminal = TypeVar("AnyTerminal", bound=Terminal)


@contextmanager
def workbench(
    kind: Callable[..., AnyTerminal],
    *,
    columns: int = 120,
    rows: int = 40,
    env: Mapping[str, str] | None = None,
) -> Iterator[AnyTerminal]:
    """Start the workbench and wait until it is painted; leaving the block ends it."""
    with kind(PROGRAM, columns=columns, rows=rows, env=env) as terminal:
        terminal.wait_for(READY)
        yield terminal


@contextmanager
def default_run(backend: str, **options: Any) -> Iterator[PtyTerminal]:
    """The workbench in the first pass of the experiment that it offers at first, on `backend`."""
    with workbench(PtyTerminal, **options) as terminal:
        choose_backend(terminal, backend)
        terminal.press("r")
        terminal.wait_for("pass 1 of 3")
        yield terminal


def choose_backend(terminal: Terminal, name: str) -> None:
    """Go to the form and step through the backends, from `threading.Thread`, to `name`."""
    terminal.press("e")
    terminal.wait_for(backend_shown("threading.Thread"))
    step = 1 if _BACKENDS.index(name) > _BACKENDS.index("threading.Thread") else -1
    at = _BACKENDS.index("threading.Thread")
    while _BACKENDS[at] != name:
        at += step
        terminal.press("right" if step > 0 else "left")
        terminal.wait_for(backend_shown(_BACKENDS[at]))


def backend_shown(name: str) -> re.Pattern[str]:
    """The row of the form in which the backend is chosen."""
    return re.compile(rf"backend +{re.escape(name)} *▼")


def leave_field(terminal: Terminal) -> None:
    """Go back from a field, where a letter is text, to the list, where it is a command."""
    terminal.press("escape")
    terminal.wait_for(lambda screen: " r run" in screen.splitlines()[-1])


def verdict(screen: str) -> str:
    """What the `So far` pane says below its progress, in one line, as far as it is shown."""
    rows = re.findall(r"│([^│\n]*)│$", screen, re.MULTILINE)
    return " ".join(" ".join(rows).split())


def lane(screen: str, label: str) -> str:
    """The cells of a worker's lane, up to the words beside them; empty if it is not shown."""
    found = re.search(rf"[ ▸] *{label} ((?:[^\w\n]|[xXZ])*?) +(?:task \d+|\w+) +CPU ", screen)
    return found[1] if found else ""


def columns_on_cpu_together(screen: str) -> int:
    """In how many columns workers 1 and 2 both show a cell that was on a CPU nearly all of it."""
    return sum(a in _FULL and b in _FULL for a, b in zip(*_lanes(screen), strict=False))


def columns_busy_together(screen: str) -> int:
    """In how many columns workers 1 and 2 were both in a task."""
    return sum(a in _BUSY and b in _BUSY for a, b in zip(*_lanes(screen), strict=False))


def others_take_the_cpus(screen: str) -> bool:
    """Whether the screen says that all CPUs are busy, and more than a quarter not by this run."""
    run = re.search(r"CPU of (\d+) % +([\d.]+) %", screen)
    machine = re.search(r"machine (.*?)│", screen)
    busy = re.findall(r" (\d+)(?= |$)", machine[1].replace("▏", " ")) if machine else []
    return (
        run is not None
        and float(run[2]) < 0.75 * float(run[1])
        and sum(int(each) >= 95 for each in busy) >= 2
    )


def _lanes(screen: str) -> tuple[str, str]:
    return lane(screen, "1"), lane(screen, "2")

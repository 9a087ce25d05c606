"""What was seen of a function of one's own before it ran, and what will fail where for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Where a function may have to run, by what its workers are.
THREADS, INTERPRETERS = "threads", "sub-interpreters"
START_METHODS = ("fork", "spawn", "forkserver")
_PROCESSES = START_METHODS

_LONG_IMPORT_S = 0.5


@dataclass(frozen=True)
class Finding:
    """One sentence of what was seen; `fails_on` names where tasks cannot run because of it."""

    text: str
    fails_on: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.fails_on:
            return self.text
        return f"Fails on {', '.join(self.fails_on)}: {self.text}"


@dataclass(frozen=True)
class Preflight:
    """A look at a function and its items; `problem` says why it cannot run at all, empty if it can.

    `import_s` is how long the runner's import of it takes, `worker_import_s` that of a spawned
    worker, None where that was not tried; `items` is how many there are, None where no items were
    given. `threads_left` are the names of the threads that the import leaves running.
    """

    reference: str
    interpreter: str | None
    problem: str
    import_s: float | None = None
    worker_import_s: float | None = None
    items: int | None = None
    findings: tuple[Finding, ...] = ()
    threads_left: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """How its import went, and how many items there are, in a few words."""
        if self.import_s is None:
            return "not imported"
        words = f"imported in {self.import_s * 1e3:.3g} ms"
        if self.worker_import_s is not None:
            words += f", by a spawned worker in {self.worker_import_s * 1e3:.3g} ms"
        if self.items is not None:
            words += f"; {self.items:,} item{'s' * (self.items != 1)}"
        return words

    def lines(self, place: str) -> Iterator[tuple[str, str]]:
        """Level and text of what to tell before a run with one kind of workers."""
        if self.problem:
            yield "error", self.problem
            return
        yield "info", self.summary
        for each in self.findings:
            yield "warning" if place in each.fails_on else "info", str(each)


def preflight(reference: str, interpreter: str | None, facts: Mapping[str, Any]) -> Preflight:
    """What the facts mean that `concur_workloads.preflight` found; raises KeyError for others."""
    spawned: Mapping[str, Any] | None = facts.get("spawned")
    return Preflight(
        reference=reference,
        interpreter=interpreter,
        problem=facts["problem"],
        import_s=facts["import_s"],
        worker_import_s=spawned.get("import_s") if spawned else None,
        items=facts.get("items"),
        findings=tuple(_findings(facts)) if not facts["problem"] else (),
        threads_left=tuple(facts.get("threads_left", ())),
    )


def _findings(facts: Mapping[str, Any]) -> Iterator[Finding]:
    spawned: Mapping[str, Any] = facts["spawned"] or {}
    if spawned.get("problem"):
        yield Finding(
            f"a spawned process could not import it: {spawned['problem']}", ("spawn", "forkserver")
        )
    if facts["interpreter"]:
        yield Finding(f"it cannot be imported there: {facts['interpreter']}", (INTERPRETERS,))
    item: Mapping[str, Any] | None = facts["item_pickle"]
    if item is not None:
        yield Finding(
            f"item {item['item']} cannot be pickled, and so cannot reach a worker that does not "
            f"share the runner's memory: {item['cause']}",
            (*_PROCESSES, INTERPRETERS),
        )
    if facts["generator"]:
        yield Finding(
            "it is a generator function: a call runs nothing of it, and what it gives cannot be "
            "pickled",
            (*_PROCESSES, INTERPRETERS),
        )
    if facts["function_pickle"]:
        yield Finding(
            f"the function itself cannot be pickled ({facts['function_pickle']}): it runs here, "
            "where its name travels, but a pool of your own with processes would refuse it"
        )
    if facts["shape"]["is_async"]:
        yield Finding(
            "it is a coroutine function: asyncio awaits it, on other backends each task makes an "
            "event loop for it, which is part of the task's time"
        )
    for name in facts["unoffered"]:
        yield Finding(f"the argument {name} keeps its default: no field can show a value like it")
    deeds = list(_import_findings(facts, spawned))
    yield from deeds
    if deeds:
        yield Finding(
            'what only the program itself shall do belongs below `if __name__ == "__main__":`, '
            "where no import does it"
        )
    yield from _cost_findings(facts, spawned)


def _import_findings(facts: Mapping[str, Any], spawned: Mapping[str, Any]) -> Iterator[Finding]:
    """What importing it does, which every worker that imports it does again."""
    again = "seen again in a spawned worker"
    for kind, words in _DEEDS:
        lines = _lines(facts["acts"], kind)
        if lines:
            repeated = f", {again}" if _lines(spawned.get("acts", ()), kind) else ""
            yield Finding(f"importing it {words} ({', '.join(lines)}){repeated}")
    if facts["printed_lines"]:
        lines = facts["printed_lines"]
        repeated = f", {again}" if facts["spawned_printed_lines"] else ""
        yield Finding(
            f"importing it prints {lines} line{'s' * (lines > 1)} ({facts['printed']!r}){repeated}"
        )


def _cost_findings(facts: Mapping[str, Any], spawned: Mapping[str, Any]) -> Iterator[Finding]:
    """What stays of an import, and what it takes."""
    if facts["threads_left"]:
        names = ", ".join(facts["threads_left"])
        yield Finding(
            f"importing it leaves threads running ({names}): a forked worker has none of them, and "
            "a lock that one holds at that moment stays locked in it"
        )
    took_s = spawned.get("import_s")
    if took_s is not None and took_s >= _LONG_IMPORT_S:
        yield Finding(
            f"importing it took a spawned worker {took_s:.2g} s, which under spawn and forkserver "
            "each worker takes before it is ready"
        )


_DEEDS = (
    ("process", "starts a process"),
    ("thread", "starts a thread"),
    ("write", "opens a file to write"),
    ("read", "reads a file"),
    ("network", "connects to the network"),
)


def _lines(acts: Sequence[Sequence[str]], kind: str) -> list[str]:
    """Where acts of a kind were done, and to what."""
    return [f"{line}: {what}" if what else line for each, what, line in acts if each == kind]

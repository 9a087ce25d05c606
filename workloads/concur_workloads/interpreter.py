"""What is known of a Python: what it is, and what it has that not every one has."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from concur_workloads.interpreter_probe import OLDEST


@dataclass(frozen=True)
class Interpreter:
    """One Python, by the path to start it with, as it described itself.

    `gil` is whether it has the GIL on by default, `interpreters` whether it can have others beside
    its main one, `packages` which libraries it can import that a backend or a workload needs.
    `unusable` says why it cannot run an experiment; the rest may then be unknown.
    """

    path: str
    version: str = ""
    implementation: str = ""
    executable: str = ""
    prefix: str = ""
    free_threaded: bool = False
    gil: bool = True
    interpreters: bool = False
    packages: tuple[str, ...] = ()
    start_methods: tuple[str, ...] = ()
    unusable: str = ""

    @classmethod
    def from_facts(cls, path: str, facts: Mapping[str, Any]) -> Interpreter:
        """What `interpreter_probe` found; raises KeyError, TypeError or ValueError for nonsense."""
        version = tuple(map(int, str(facts["version"]).split(".")))
        if version < OLDEST:
            oldest = ".".join(map(str, OLDEST))
            return cls(
                path,
                facts["version"],
                facts["implementation"],
                facts["executable"],
                facts["prefix"],
                unusable=f"it is Python {facts['version']}, older than {oldest}",
            )
        lists = {name: tuple(facts[name]) for name in ("packages", "start_methods")}
        return cls(path, **{**facts, **lists})

    @property
    def title(self) -> str:
        """Implementation and version, and whether it can do without the GIL; empty if unknown."""
        build = " free-threaded" if self.free_threaded else ""
        return f"{self.implementation} {self.version}{build}".strip()


@cache
def this_interpreter() -> Interpreter:
    """The Python that runs this."""
    from concur_workloads.interpreter_probe import facts

    return Interpreter.from_facts(sys.executable, facts)

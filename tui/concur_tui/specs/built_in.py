"""Presets that come with the program: the listings of an article, and what it claims of each."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from concur_workloads.api import RunSpec, backend, workload

_FOLDER = Path(__file__).with_name("listings")


@dataclass(frozen=True)
class BuiltIn:
    """One of them; `claim` is the end of a sentence that begins with "The article says: "."""

    name: str
    path: Path
    spec: RunSpec
    claim: str


@cache
def built_ins() -> tuple[BuiltIn, ...]:
    """All of them, in the order of the article."""
    return tuple(_built_in(path) for path in sorted(_FOLDER.glob("*.toml")))


def _built_in(path: Path) -> BuiltIn:
    # Late, as the workbench is to be there before anybody asks for a preset.
    import tomllib

    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return BuiltIn(path.stem, path, RunSpec.from_dict(data["spec"]), data["claim"])


def built_in(name: str) -> BuiltIn | None:
    """The one of that name, None if it is not one of them."""
    return next((each for each in built_ins() if each.name == name.strip()), None)


def claim_about(spec: RunSpec) -> str:
    """What the article claims of what a spec runs; empty where it has no such listing.

    Where and how often it runs does not matter.
    """
    return next((each.claim for each in built_ins() if _same(each.spec, spec)), "")


def _same(listing: RunSpec, spec: RunSpec) -> bool:
    if listing.workload != spec.workload:
        return False
    resolve = workload(listing.workload).resolve
    return (
        resolve(listing.parameters) == resolve(spec.parameters)
        and backend(listing.backend) == backend(spec.backend)
        and (listing.workers, listing.tasks) == (spec.workers, spec.tasks)
    )

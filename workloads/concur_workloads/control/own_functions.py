"""Having functions of one's own looked at, by a process of the Python that will run them."""

from __future__ import annotations

import asyncio
import json
import os
import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

from concur_workloads.backends.registry import backend
from concur_workloads.catalog.own import ITEMS, is_reference
from concur_workloads.catalog.own.known import make_known
from concur_workloads.catalog.own.reference import parse_reference
from concur_workloads.catalog.own.shape import Shape
from concur_workloads.exit_status import exit_words
from concur_workloads.isolation import python_command, python_environment
from concur_workloads.process_sweep import end_run
from concur_workloads.results.preflight import INTERPRETERS, THREADS, Preflight, preflight
from concur_workloads.spec import RunSpec

#: A library for machine learning takes several seconds, and is imported twice.
_LIMIT_S = 40.0
_EXIT_LIMIT_S = 0.5
_LONGEST_ANSWER = 1 << 20

_MODULE = "concur_workloads.preflight.main"


class _Question(NamedTuple):
    reference: str
    interpreter: str | None
    items: str


class _Answer(NamedTuple):
    """Holds until the file of the function or of the items changes; what it imports may, unseen."""

    found: Preflight
    file: str
    changed_ns: tuple[int, int]


_answers: dict[_Question, _Answer] = {}

#: The processes that look at something now, by the name that they and their children carry.
_looking: dict[str, int] = {}


async def look_at(reference: str, interpreter: str | None, items: str = "") -> Preflight:
    """What can be seen of a function and its items without calling it.

    Makes the function known as a workload, so that specs can name it. Its code runs in another
    process, in our working directory. Raises SpecError for what is no reference.
    """
    parse_reference(reference)
    question = _Question(reference, interpreter, items)
    known = _answers.get(question)
    if known is not None and known.changed_ns == (_changed_ns(known.file), _changed_ns(items)):
        return known.found
    found, file = await _ask(question)
    if file:
        changed_ns = _changed_ns(file), _changed_ns(items)
        _answers[question] = _Answer(found, file, changed_ns)
    return found


async def look_before(spec: RunSpec, log: Callable[[str, str, str], None]) -> Preflight | None:
    """Look at what a spec is about to run, and tell `log(level, source, text)` what will fail.

    None for a workload of the catalogue.
    """
    if not is_reference(spec.workload):
        return None
    found = await look_at(spec.workload, spec.interpreter, str(spec.parameters.get(ITEMS, "")))
    for level, text in found.lines(_place_of_workers(spec)):
        log(level, "preflight", text)
    return found


def _place_of_workers(spec: RunSpec) -> str:
    """Which of the places of a finding the workers of a run are."""
    info = backend(spec.backend)
    if info.needs_interpreters:
        return INTERPRETERS
    # The library that offers no choice of it starts its processes afresh.
    own = "spawn" if info.capabilities.needs_picklable_tasks else THREADS
    return spec.start_method or own


def end_looks() -> None:
    """End those under way at once, with all that they have started."""
    for run, pid in tuple(_looking.items()):
        end_run(run, pid, spare=os.getpid())


def _changed_ns(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


async def _ask(question: _Question) -> tuple[Preflight, str]:
    """What was found, and the file of the function, empty where that is not known."""
    run = f"preflight-{uuid.uuid4().hex}"
    command = python_command(question.interpreter, _MODULE, with_packages=True)
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            question.reference,
            question.items,
            str(os.getpid()),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=python_environment(run, with_python_path=True),
            limit=_LONGEST_ANSWER,
            start_new_session=True,
        )
    except OSError as error:
        return _unseen(question, f"{command[0]} could not be started: {error.strerror}.")
    assert process.stdout is not None
    _looking[run] = process.pid
    line = b""
    try:
        async with asyncio.timeout(_LIMIT_S):
            line = await process.stdout.readline()
    except TimeoutError:
        return _unseen(question, f"It was not imported within {_LIMIT_S:g} s.")
    except ValueError:
        pass  # Longer than any answer of ours.
    finally:
        code = await _end(process, run)
    try:
        return _understood(question, json.loads(line))
    except (ValueError, TypeError, KeyError):
        return _unseen(question, f"The process that imported it {exit_words(code)}.")


async def _end(process: asyncio.subprocess.Process, run: str) -> int | None:
    """Let it end, then end whatever is left of it, also what the module has started."""
    try:
        async with asyncio.timeout(_EXIT_LIMIT_S):
            await process.wait()
    except TimeoutError:
        pass
    finally:
        end_run(run, process.pid, spare=os.getpid())
        del _looking[run]
    return await process.wait()


def _understood(question: _Question, facts: dict[str, Any]) -> tuple[Preflight, str]:
    if facts["is_missing"] and question.interpreter is None:
        facts["problem"] += _other_python(parse_reference(question.reference).file)
    found = preflight(question.reference, question.interpreter, facts)
    if "shape" in facts:
        make_known(Shape.from_plain(facts["shape"]).workload())
    return found, facts.get("file", "")


def _other_python(path: str | None) -> str:
    """Where a virtual environment of the project lies, as a sentence more; empty without one."""
    folder = os.path.dirname(path) if path is not None else os.getcwd()
    while True:
        for name in (".venv", "venv"):
            python = os.path.join(folder, name, "bin", "python")
            if os.access(python, os.X_OK):
                return f" This project has a Python of its own: --python {python}."
        folder, below = os.path.split(folder)
        if not below:
            return ""


def _unseen(question: _Question, problem: str) -> tuple[Preflight, str]:
    return Preflight(question.reference, question.interpreter, problem), ""

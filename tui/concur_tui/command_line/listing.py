"""What there is to run and what can run it, for people and for programs."""

import asyncio
import json
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from concur_tui.backend_words import abilities
from concur_tui.command_line.command_for import command_for
from concur_tui.command_line.exit_codes import OK
from concur_tui.command_line.standard_output import write_out
from concur_tui.interpreter_words import abilities_of
from concur_tui.specs.presets import Preset, own_presets, presets, presets_folder
from concur_tui.widgets.harmless_text import harmless
from concur_workloads.api import (
    OPTIONS,
    BackendInfo,
    Interpreter,
    Parameter,
    SeenPlugIn,
    Workload,
    backends,
    find_interpreters,
    look_at_plug_ins,
    missing_package,
    workloads,
)

_SCHEMA = 1


def listing(options: Namespace) -> int:
    """Write all that there is, and return the exit code."""
    write_out(listing_json() if options.json else listing_text())
    return OK


def listing_json() -> str:
    """Workloads and plug-ins with parameters, backends, Pythons, presets, and what is amiss."""
    listing = {
        "schema": _SCHEMA,
        "workloads": [_workload(each) for each in workloads()],
        "plug_ins": [_plug_in(each) for each in asyncio.run(look_at_plug_ins())],
        "backends": [_backend(each) for each in backends()],
        "interpreters": [asdict(each) for each in find_interpreters()],
        "presets": [_preset(each) for each in presets()],
    }
    return json.dumps(listing, indent=2) + "\n"


def listing_text() -> str:
    """The same to read."""
    lines = ["Workloads"]
    family = ""
    for each in workloads():
        if each.family != family:
            family = each.family
            lines += ["", f"  {family}"]
        lines += _workload_lines(each)
    for number, seen in enumerate(asyncio.run(look_at_plug_ins())):
        lines += [] if number else ["", "  Plug-ins"]
        lines += _plug_in_lines(seen)
    lines += ["", "Backends", ""]
    for info in backends():
        lines += _backend_lines(info)
    lines += ["", "Pythons on this machine", ""]
    for interpreter in find_interpreters():
        lines += _interpreter_lines(interpreter)
    lines += ["", "Presets", ""]
    for preset in presets():
        lines += _preset_lines(preset)
    if not own_presets():
        lines.append(f"  none of yours yet in {presets_folder()}")
    return "\n".join(lines) + "\n"


def _workload(workload: Workload) -> dict[str, Any]:
    return {
        "name": workload.name,
        "title": workload.title,
        "family": workload.family,
        "kind": workload.kind,
        "summary": workload.summary,
        "look_at": workload.look_at,
        "coroutine": workload.coroutine is not None,
        "default_tasks": workload.default_tasks,
        "default_repeats": workload.default_repeats,
        "parameters": [_parameter(each) for each in workload.parameters],
        "figures": [asdict(each) for each in workload.figures],
        "backends": list(workload.backends),
        "together": workload.together,
        "needs_package": workload.needs_package,
        "unavailable": missing_package(workload, None),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "type": parameter.type_name,
        "default": parameter.default,
        "minimum": parameter.minimum,
        "maximum": parameter.maximum,
        "choices": list(parameter.choices),
        "unit": parameter.unit,
        "help": parameter.help,
    }


def _backend(info: BackendInfo) -> dict[str, Any]:
    return {
        "name": info.name,
        "aliases": list(info.aliases),
        "summary": info.summary,
        "start_methods": list(info.start_methods),
        "takes": sorted(info.takes),
        "capabilities": asdict(info.capabilities),
        "most_workers": info.most_workers,
        "kills_workers": info.kills_workers,
        "kill_refusal": info.kill_refusal,
        "available": not info.unavailable,
        "unavailable": info.unavailable,
    }


def _workload_lines(workload: Workload) -> Iterator[str]:
    yield f"    {workload.name:<21}{workload.kind}"
    yield f"    {'':<21}{workload.summary}"
    if workload.coroutine is not None:
        yield f"    {'':<21}On asyncio it is a coroutine."
    if workload.backends:
        yield f"    {'':<21}Runs on {', '.join(workload.backends)}: {workload.elsewhere}."
    missing = missing_package(workload, None)
    if missing:
        yield f"    {'':<21}Not available here: {missing}."
    for each in workload.parameters:
        setting = f"{each.name}={each.default}"
        yield f"    {'':<21}  {setting:<22}{each.help}: {each.allowed}"
    for figure in workload.figures:
        yield f"    {'':<21}  measures {figure.name}: {figure.help}"


def _plug_in(seen: SeenPlugIn) -> dict[str, Any]:
    return {
        **asdict(seen.plug_in),
        "workload": seen.workload and _workload(seen.workload),
        "problem": seen.problem,
    }


def _plug_in_lines(seen: SeenPlugIn) -> Iterator[str]:
    name = harmless(seen.plug_in.name)
    if seen.workload is None:
        yield f"    {name:<21}cannot be used: {harmless(seen.problem)}"
    else:
        yield from _workload_lines(replace(seen.workload, name=name))
    yield f"    {'':<21}from {seen.plug_in.distribution}: {harmless(seen.plug_in.reference)}"


def _backend_lines(info: BackendInfo) -> Iterator[str]:
    yield f"  {info.name:<25}{info.summary}"
    if info.aliases:
        yield f"  {'':<25}also called {', '.join(info.aliases)}"
    if info.start_methods:
        yield f"  {'':<25}start methods: {', '.join(info.start_methods)}"
    yield f"  {'':<25}{'; '.join(abilities(info))}"
    if info.takes:
        options = (OPTIONS[name].flag for name in OPTIONS if name in info.takes)
        yield f"  {'':<25}also takes {' '.join(options)}"
    if info.unavailable:
        yield f"  {'':<25}not available here: {info.unavailable}"


def _preset(preset: Preset) -> dict[str, Any]:
    return {
        "name": preset.name,
        "path": str(preset.path),
        "spec": preset.spec and preset.spec.to_dict(),
        "problem": preset.problem,
        "built_in": preset.built_in,
        "claim": preset.claim,
    }


def _interpreter_lines(interpreter: Interpreter) -> Iterator[str]:
    yield f"  {interpreter.title or 'unknown':<23}  {harmless(interpreter.path)}"
    words = "; ".join(abilities_of(interpreter))
    if words:
        yield f"  {'':<25}{harmless(words)}"


def _preset_lines(preset: Preset) -> Iterator[str]:
    said = preset.problem if preset.spec is None else command_for(preset.spec)
    yield f"  {harmless(preset.name):<24} {harmless(said)}"
    if preset.claim:
        yield f"  {'':<24} The article says: {preset.claim}"

"""Specs in files, TOML or JSON by the name's ending."""

from pathlib import Path

from concur_tui.command_line.parser import UsageError
from concur_tui.command_line.suggestion import spec_sentence
from concur_workloads.api import RunSpec, SpecError

_LOAD = {".toml": RunSpec.from_toml, ".json": RunSpec.from_json}
_SAVE = {".toml": RunSpec.to_toml, ".json": RunSpec.to_json}


def load_spec(path: Path) -> RunSpec:
    """The spec in a file; raises UsageError, which names the file."""
    load = _LOAD[_ending(path, "--spec")]
    try:
        return load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"--spec: cannot read {path}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"--spec: {path} is no text in UTF-8.") from None
    except SpecError as error:
        raise UsageError(f"{path}: {spec_sentence(error)}") from None


def save_spec(spec: RunSpec, path: Path) -> None:
    """Write a spec to a file; raises UsageError, which names the file."""
    text = _SAVE[_ending(path, "--save-spec")](spec)
    try:
        path.write_text(f"{text.rstrip()}\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--save-spec: cannot write {path}: {error.strerror}.") from None


def _ending(path: Path, option: str) -> str:
    ending = path.suffix.lower()
    if ending not in _LOAD:
        raise UsageError(f"{option}: {path} must end in .toml or .json, which says what it holds.")
    return ending

"""Specs in files, TOML or JSON by the name's ending."""

from pathlib import Path

from concur_tui.specs.suggestion import spec_sentence
from concur_workloads.api import RunSpec, SpecError

_LOAD = {".toml": RunSpec.from_toml, ".json": RunSpec.from_json}
_SAVE = {".toml": RunSpec.to_toml, ".json": RunSpec.to_json}


class SpecFileError(Exception):
    """A file with a spec that cannot be read, written or found; the text is one sentence."""


def load_spec(path: Path) -> RunSpec:
    """The spec in a file; raises SpecFileError, which names the file."""
    load = _LOAD[_ending(path)]
    try:
        return load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SpecFileError(f"cannot read {path}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SpecFileError(f"{path} is no text in UTF-8.") from None
    except SpecError as error:
        raise SpecFileError(f"{path}: {spec_sentence(error)}") from None


def save_spec(spec: RunSpec, path: Path) -> None:
    """Write a spec to a file; raises SpecFileError, which names the file."""
    text = _SAVE[_ending(path)](spec)
    try:
        path.write_text(f"{text.rstrip()}\n", encoding="utf-8")
    except OSError as error:
        raise SpecFileError(f"cannot write {path}: {error.strerror}.") from None


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in _LOAD:
        raise SpecFileError(f"{path} must end in .toml or .json, which says what it holds.")
    return ending

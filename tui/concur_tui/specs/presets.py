"""Specs under a name: those that a person keeps, TOML files in the folder of the user's settings,
and those that come with the program.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path

from concur_tui.specs.built_in import BuiltIn, built_in, built_ins
from concur_tui.specs.files import SpecFileError, load_spec, save_spec
from concur_tui.specs.suggestion import did_you_mean, spec_sentence
from concur_workloads.api import RunSpec, SpecError, backend, is_reference, workload

#: No dot, so that a name is never taken for a file, and nothing that a file system may refuse.
_NAME = re.compile(r"\w[\w -]{0,59}")


@dataclass(frozen=True)
class Preset:
    """One file; `problem` is a sentence where it holds no spec that can be loaded, else empty.

    One that is built in can be neither replaced nor deleted, and has a `claim` to be checked.
    """

    name: str
    path: Path
    spec: RunSpec | None
    problem: str
    built_in: bool = False
    claim: str = ""


def presets_folder() -> Path:
    """Where presets are kept; it need not exist."""
    return user_config_path("concur-tui") / "presets"


def preset_path(name: str) -> Path:
    """The file of a preset, which need not exist; raises SpecFileError for an unfit name."""
    if built_in(name) is not None:
        raise SpecFileError(
            f"{name.strip()!r} is a preset that comes with concur-tui, and stays as it is: "
            "choose another name."
        )
    if not _NAME.fullmatch(name.strip()):
        raise SpecFileError(
            f"{name!r} is no name for a preset: "
            "up to 60 letters, digits, spaces, - and _, a letter or digit first."
        )
    return presets_folder() / f"{name.strip()}.toml"


def presets() -> tuple[Preset, ...]:
    """Those of the person by name, then those that are built in.

    Raises SpecFileError when their folder cannot be read.
    """
    return (*own_presets(), *(_shipped(each) for each in built_ins()))


def _shipped(each: BuiltIn) -> Preset:
    return Preset(each.name, each.path, each.spec, "", built_in=True, claim=each.claim)


def own_presets() -> tuple[Preset, ...]:
    """Those that a person keeps, by name; raises SpecFileError when their folder cannot be read."""
    folder = presets_folder()
    try:
        paths = sorted(folder.iterdir(), key=lambda path: path.name.casefold())
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise SpecFileError(f"cannot read {folder}: {error.strerror}.") from None
    return tuple(_preset(path) for path in paths if path.suffix == ".toml")


def _preset(path: Path) -> Preset:
    try:
        return Preset(path.stem, path, load_preset(path.stem), "")
    except SpecFileError as error:
        return Preset(path.stem, path, None, str(error))


def load_preset(name: str) -> RunSpec:
    """The spec of a preset, whose workload and backend exist; raises SpecFileError.

    Whether a function of one's own does is not looked at.
    """
    path = preset_path(name)
    spec = load_spec(path)
    try:
        # What a function of one's own takes is known only when it was looked at.
        if not is_reference(spec.workload):
            workload(spec.workload).resolve(spec.parameters)
        backend(spec.backend)
    except SpecError as error:
        raise SpecFileError(f"{path}: {spec_sentence(error)}") from None
    return spec


def save_preset(spec: RunSpec, name: str) -> Path:
    """Keep a spec under a name, in place of another of that name; raises SpecFileError."""
    path = preset_path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SpecFileError(f"cannot make {path.parent}: {error.strerror}.") from None
    save_spec(spec, path)
    return path


def delete_preset(path: Path) -> None:
    """Delete the file of a preset; raises SpecFileError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SpecFileError(f"cannot delete {path}: {error.strerror}.") from None


def load_named(text: str) -> RunSpec:
    """The spec in the file, or of the preset, that a person named; raises SpecFileError."""
    if _is_file(text):
        return load_spec(Path(text))
    shipped = built_in(text)
    if shipped is not None:
        return shipped.spec
    preset_path(text)
    names = [each.name for each in presets()]
    if text.strip() not in names:
        hint = did_you_mean(text, names) or f" (there are: {', '.join(names)})"
        raise SpecFileError(
            f"there is no preset {text!r}{hint}; the name of a file ends in .toml or .json."
        )
    return load_preset(text)


def save_named(spec: RunSpec, text: str) -> None:
    """Write a spec to the file, or as the preset, that a person named; raises SpecFileError."""
    if _is_file(text):
        save_spec(spec, Path(text))
    else:
        save_preset(spec, text)


def _is_file(text: str) -> bool:
    return Path(text).name != text or bool(Path(text).suffix)

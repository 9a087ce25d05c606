"""How a person names a function of their own: by its file, or by its module."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from concur_workloads.parameter import SpecError

_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_FORMS = "a function as path/to/file.py:function or package.module:function"


@dataclass(frozen=True)
class Reference:
    """A function of `module`, which is importable from `folder`.

    `file` is the file that was named, None where a module was; `folder` is then empty and stands
    for the working directory.
    """

    file: str | None
    folder: str
    module: str
    function: str

    @property
    def title(self) -> str:
        """Function and place, short enough for a list."""
        place = os.path.basename(self.file) if self.file is not None else self.module
        return f"{self.function} ({place})"


def parse_reference(text: str) -> Reference:
    """What a reference names, with the file's path made absolute; raises SpecError."""
    place, _, function = text.rpartition(":")
    if not _NAME.fullmatch(function):
        raise SpecError("workload", text, _FORMS)
    if not place.endswith(".py"):
        if not _NAME.fullmatch(place):
            raise SpecError("workload", text, _FORMS)
        return Reference(None, "", place, function)
    path = os.path.abspath(os.path.expanduser(place))
    folder, name = os.path.split(path.removesuffix(".py"))
    if "." in name or name in ("", "__main__"):
        raise SpecError("workload", text, "a file with a name that can be imported")
    names = [] if name == "__init__" else [name]
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        folder, package = os.path.split(folder)
        names.insert(0, package)
    return Reference(path, folder, ".".join(names), function)


def absolute(text: str) -> str:
    """The same reference, also for another working directory where it names a file."""
    reference = parse_reference(text)
    if reference.file is None:
        return text
    return f"{reference.file}:{reference.function}"

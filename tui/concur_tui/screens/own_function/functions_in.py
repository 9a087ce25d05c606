"""The functions of a file, read without running it."""

import ast
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FoundFunction:
    """One function at the top of a file; `summary` is the first line of its docstring."""

    name: str
    arguments: str
    is_async: bool
    line: int
    summary: str


class UnreadableFile(Exception):
    """A file that cannot be read as Python; the text is one sentence."""


def functions_in(path: Path) -> list[FoundFunction]:
    """Those whose names are not private; raises UnreadableFile."""
    try:
        tree = ast.parse(path.read_bytes(), filename=str(path))
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from None
    except SyntaxError as error:
        raise UnreadableFile(f"{path.name} line {error.lineno}: {error.msg}.") from None
    except ValueError as error:
        raise UnreadableFile(f"{path.name} is no Python: {error}.") from None
    return [
        _found(each)
        for each in tree.body
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name[0] != "_"
    ]


def _found(function: ast.FunctionDef | ast.AsyncFunctionDef) -> FoundFunction:
    documented = (ast.get_docstring(function) or "").partition("\n")[0]
    return FoundFunction(
        function.name,
        ast.unparse(function.args),
        isinstance(function, ast.AsyncFunctionDef),
        function.lineno,
        documented,
    )

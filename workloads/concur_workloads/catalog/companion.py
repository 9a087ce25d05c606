"""A process of our own beside the workers, for what they talk to: it must not share their GIL."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from concur_workloads.isolation import python_command

_SHUTDOWN_LIMIT_S = 2.0


@contextmanager
def companion(module: str, *arguments: str) -> Iterator[Any]:
    """Run `main()` of a module in a process for the length of a block; gives what it said first.

    That is one line of JSON. The end of its standard input tells it to stop. Raises OSError.
    """
    process = subprocess.Popen(
        [*python_command(None, module), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line:
            raise OSError(f"{module} did not start")
        yield json.loads(line)
    finally:
        process.stdin.close()
        try:
            process.wait(_SHUTDOWN_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

"""Children that tell which of their parent's belongings they find."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from concur_workloads.catalog.children import LIMIT_S, ChildFailed, child_process
from concur_workloads.catalog.life_cycle.belongings import Marks, found_here
from concur_workloads.exit_status import exit_words
from concur_workloads.isolation import die_with_parent, python_command

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def get_ready_for(kind: str) -> None:
    """Have the fork server run, where there is one: it is started once, before anything else."""
    if kind == "forkserver":
        from multiprocessing import forkserver

        forkserver.ensure_running()


def found_by_child(kind: str, marks: Marks) -> dict[str, bool]:
    """What a child that is started in that way finds; raises ChildFailed."""
    if kind == "subprocess":
        return _found_by_program(marks)
    with child_process(kind, _tell, marks) as child:
        found: dict[str, bool] = child.receive()
        child.join()
    return found


def _tell(connection: Connection[Any, Any], marks: Marks) -> None:
    connection.send(found_here(marks))


def _found_by_program(marks: Marks) -> dict[str, bool]:
    command = python_command(None, "concur_workloads.catalog.life_cycle.heirs")
    ran = subprocess.run(
        [*command, json.dumps(marks)], stdout=subprocess.PIPE, timeout=LIMIT_S, check=False
    )
    if ran.returncode:
        raise ChildFailed(f"the program {exit_words(ran.returncode)} before it had answered")
    found: dict[str, bool] = json.loads(ran.stdout)
    return found


def main() -> None:
    """Be a program of its own that looks for the belongings of its parent."""
    die_with_parent()
    descriptor, file, folder = json.loads(sys.argv[1])
    print(json.dumps(found_here(Marks(descriptor, tuple(file), folder))))

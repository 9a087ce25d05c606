"""A project of somebody who has never heard of concur-tui, with all that may go wrong in one."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

_WORK = '''
"""Work of the project."""

import asyncio

from loudness import shout


def square(number: int) -> int:
    """Multiply a number by itself."""
    return number * number


def louder(text: str) -> str:
    """What the dependency makes of a text."""
    return shout(text)


async def wait_and_double(number: int) -> int:
    """Let others run before it doubles."""
    await asyncio.sleep(0.001)
    return 2 * number


def divide(number: int) -> float:
    """It has a bug for one number."""
    return 1 / (number - 2)
'''

_NOISY = """
import threading
from pathlib import Path

print("noisy was imported")
Path("noisy.log").write_text("imported")
threading.Thread(target=threading.Event().wait, daemon=True).start()


def half(number):
    return number / 2
"""

_JOBS = """
from workloads.factors import FACTOR


def triple(number):
    return FACTOR * number
"""


class UserProject(NamedTuple):
    """Its folder, and the Python of its own virtual environment, which has its own dependency."""

    folder: Path
    python: Path

    def own(self, reference: str) -> str:
        """A reference to a function in one of its files, with the whole path."""
        return f"{self.folder / reference}"


def make_user_project(folder: Path) -> UserProject:
    """Write the project; takes a fraction of a second."""
    environment = folder / ".venv"
    command = [sys.executable, "-m", "venv", "--without-pip", str(environment)]
    subprocess.run(command, check=True, capture_output=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    files = {
        packages / "loudness" / "__init__.py": "def shout(text):\n    return text.upper()\n",
        folder / "work.py": _WORK,
        folder / "noisy.py": _NOISY,
        folder / "workloads" / "__init__.py": "",
        folder / "workloads" / "factors.py": "FACTOR = 3\n",
        folder / "workloads" / "jobs.py": _JOBS,
        folder / "names.txt": "ada\n\ngrace\nalan\n",
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return UserProject(folder, environment / "bin" / "python")

"""The folder for what Python puts on disk during a run."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from concur_workloads.control.scratch import Scratch


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose path is short enough for a socket in it, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


def test_there_is_none_where_none_is_needed(temporary: Path) -> None:
    assert Scratch(needed=False).make() is None
    assert list(temporary.iterdir()) == []


def test_the_folder_goes_with_all_it_holds(temporary: Path) -> None:
    scratch = Scratch(needed=True)
    folder = scratch.make()
    assert folder is not None
    (Path(folder) / "socket").touch()
    scratch.remove()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_program_left_is_removed(temporary: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (temporary / f"concur-tui-{gone.pid}-abc").mkdir()
    (temporary / f"concur-tui-{os.getpid()}-alive").mkdir()
    (temporary / "concur-tui-of-somebody").mkdir()
    scratch = Scratch(needed=True)
    scratch.make()
    scratch.remove()
    left = {entry.name for entry in temporary.iterdir()}
    assert left == {f"concur-tui-{os.getpid()}-alive", "concur-tui-of-somebody"}


def test_a_path_that_is_too_long_for_a_socket_is_avoided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = tmp_path / ("long" * 20)
    usual.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(usual))
    scratch = Scratch(needed=True)
    folder = scratch.make()
    assert folder is not None
    assert len(f"{folder}/pymp-12345678/listener-12345678") < 104
    scratch.remove()
    assert list(usual.iterdir()) == []
    assert not Path(folder).exists()

"""Presets: kept, found, listed with what is wrong with them, and deleted."""

from pathlib import Path

import pytest

from concur_tui.specs.built_in import built_ins
from concur_tui.specs.files import SpecFileError
from concur_tui.specs.presets import (
    delete_preset,
    load_named,
    load_preset,
    own_presets,
    preset_path,
    presets,
    presets_folder,
    save_named,
    save_preset,
)
from concur_workloads.api import RunSpec, default_spec, prepare

SPEC = RunSpec("sum-of-squares", {"terms": 5}, workers=3, timeout_s=0.1 + 0.2)


def write(name: str, content: str) -> Path:
    path = presets_folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def test_there_are_none_at_first() -> None:
    assert own_presets() == ()
    assert not presets_folder().exists()


def test_they_are_in_the_folder_of_the_users_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    assert presets_folder() == tmp_path / "settings" / "concur-tui" / "presets"


def test_what_was_saved_is_loaded_and_listed() -> None:
    path = save_preset(SPEC, "two words")
    assert load_preset("two words") == SPEC
    (only,) = own_presets()
    assert (only.name, only.path, only.spec, only.problem) == ("two words", path, SPEC, "")


def test_a_second_one_of_the_same_name_takes_its_place() -> None:
    save_preset(SPEC, "mine")
    save_preset(default_spec("no-op"), "mine")
    assert load_preset("mine") == default_spec("no-op")


def test_it_is_the_file_that_the_command_line_writes(tmp_path: Path) -> None:
    spec = prepare(SPEC)
    save_named(spec, str(tmp_path / "mine.toml"))
    assert save_preset(spec, "mine").read_bytes() == (tmp_path / "mine.toml").read_bytes()


def test_a_name_means_a_preset_and_a_path_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    save_named(SPEC, "mine")
    assert not any(path.is_file() for path in tmp_path.iterdir())
    save_named(default_spec("no-op"), "mine.toml")
    assert load_named("mine") == SPEC
    assert load_named("mine.toml") == default_spec("no-op")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("workload = ", "valid TOML"),
        ('workload = "no-op"\nworkers = 0', "workers: 0 is not accepted"),
        ('workload = "gone"', "workload: 'gone'"),
        ('workload = "no-op"\nbackend = "gone"', "backend: 'gone'"),
        ('workload = "no-op"\n[parameters]\nterms = 1', "it has none"),
    ],
)
def test_a_broken_one_is_named_with_its_fault_and_hides_no_other(
    content: str, problem: str
) -> None:
    path = write("broken.toml", content)
    save_preset(SPEC, "whole")
    broken, whole = own_presets()
    assert (broken.name, broken.spec, whole.spec) == ("broken", None, SPEC)
    assert problem in broken.problem
    assert str(path) in broken.problem


def test_a_file_whose_name_cannot_be_given_says_so() -> None:
    write("a.b.toml", SPEC.to_toml())
    (only,) = own_presets()
    assert "'a.b' is no name for a preset" in only.problem


def test_other_files_beside_them_are_left_alone() -> None:
    write("notes.txt", "anything")
    assert own_presets() == ()


@pytest.mark.parametrize("name", ["", " ", "a/b", "..", "a.toml.b", "-x", "x\ny", "x" * 61])
def test_a_name_that_could_be_something_else_is_refused(name: str) -> None:
    with pytest.raises(SpecFileError, match="is no name for a preset"):
        preset_path(name)


def test_a_near_name_is_offered() -> None:
    save_preset(SPEC, "my-threads")
    with pytest.raises(SpecFileError, match=r"'my-thread' \(did you mean my-threads\?\)"):
        load_named("my-thread")


def test_one_that_was_deleted_is_gone_and_deleting_it_again_is_fine() -> None:
    path = save_preset(SPEC, "mine")
    delete_preset(path)
    delete_preset(path)
    assert own_presets() == ()


def test_what_the_disk_refuses_is_said() -> None:
    presets_folder().parent.mkdir(parents=True)
    presets_folder().write_text("in the way")
    with pytest.raises(SpecFileError, match=r"cannot make .*presets: "):
        save_preset(SPEC, "mine")
    with pytest.raises(SpecFileError, match=r"cannot read .*presets: "):
        presets()
    with pytest.raises(SpecFileError, match="cannot delete "):
        delete_preset(presets_folder() / "mine.toml")


def test_those_that_are_built_in_come_after_ones_own() -> None:
    save_preset(SPEC, "zebra")
    own, *shipped = presets()
    assert (own.name, own.built_in) == ("zebra", False)
    assert all(each.built_in and each.claim for each in shipped)


def test_one_that_is_built_in_is_loaded_by_name_and_never_replaced() -> None:
    for each in built_ins():
        assert load_named(each.name) == each.spec
        with pytest.raises(SpecFileError, match="comes with concur-tui"):
            save_named(SPEC, each.name)
    write(f"{built_ins()[0].name}.toml", SPEC.to_toml())
    (in_the_way,) = own_presets()
    assert "comes with concur-tui" in in_the_way.problem
    assert load_named(in_the_way.name) == built_ins()[0].spec

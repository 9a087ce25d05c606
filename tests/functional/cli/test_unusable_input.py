"""Whatever cannot be used is named in one sentence, and nothing is run."""

from pathlib import Path

import pytest

from concur_tui.cli import main
from support.command_line import concur_tui

_RUN = ("run", "sum-of-squares")
_UNUSABLE = [
    (("run",), "needs a WORKLOAD"),
    (("run", "sum-of-sqares"), "did you mean sum-of-squares?"),
    ((*_RUN, "--backend", "thread"), "did you mean threads?"),
    ((*_RUN, "--backend", ""), "backend: ''"),
    ((*_RUN, "--wokers", "3"), "no option --wokers here; did you mean --workers?"),
    ((*_RUN, "--workers", "x"), "workers: 'x' is not accepted; allowed is a whole number from 1"),
    ((*_RUN, "--workers", "0"), "workers: 0 is not accepted"),
    ((*_RUN, "--workers", "1001"), "from 1 to 1,000."),
    ((*_RUN, "--tasks", "1.5"), "tasks: '1.5'"),
    ((*_RUN, "--chunk-size", "0"), "chunk_size: 0"),
    ((*_RUN, "--warm-up", "-1"), "warm_up: -1 is not accepted; allowed is a whole number from 0"),
    ((*_RUN, "--repeats", "0"), "repeats: 0"),
    ((*_RUN, "--timeout", "soon"), "timeout_s: 'soon'"),
    ((*_RUN, "--timeout", "nan"), "timeout_s: nan"),
    ((*_RUN, "--set", "trms=3"), "trms: '3' is not accepted; allowed is a parameter of"),
    ((*_RUN, "--set", "trms=3"), "did you mean terms?"),
    ((*_RUN, "--set", "terms"), "--set: 'terms' is no NAME=VALUE"),
    ((*_RUN, "--set", "terms="), "terms: '' is not accepted"),
    ((*_RUN, "--set", "terms=0"), "terms: 0 is not accepted"),
    (("run", "misbehave", "--set", "fault=rise"), "did you mean raise?"),
    ((*_RUN, "--start-method", "fork"), "threading.Thread starts no processes"),
    ((*_RUN, "--backend", "processes", "--start-method", "frok"), "did you mean fork?"),
    ((*_RUN, "--backend", "serial", "--workers", "4"), "workers: 4 is not accepted"),
    ((*_RUN, "--backend", "serial", "--chunk-size", "4"), "chunk_size: 4 is not accepted"),
    ((*_RUN, "--python", "/no/such"), "interpreter: '/no/such'"),
    ((*_RUN, "--python", "/bin/false"), "allowed is a program that is called python.\n"),
    ((*_RUN, "--python", "2.0t"), "3.10 or later that `concur-tui list` shows.\n"),
    ((*_RUN, "--silence", "tiny-task"), "there is no lint 'tiny-task' (did you mean tiny-tasks?)"),
    (
        ("matrix", "no-op", "--silence", "swop"),
        "--silence: there is no lint 'swop' (did you mean swap?)",
    ),
    ((*_RUN, "--limit", "swap.moved"), "--limit: 'swap.moved' is no NAME=VALUE, such as "),
    ((*_RUN, "--limit", "swop.moved=1"), "no limit 'swop.moved' (did you mean swap.moved?)"),
    ((*_RUN, "--limit", "swap.moved=-1"), "allowed is a number from 0 to 1,000,000 MiB."),
    (("matrix", "no-op", "--limit", "swap=1"), "no limit 'swap' (there is swap.moved)"),
    ((*_RUN, "--json", "--csv"), "--csv: not allowed with argument --json"),
    ((*_RUN, "--backend"), "--backend: expected one argument"),
    ((*_RUN, "extra"), "'extra' is one word too many"),
    (("run", "--spec", "/no/such.toml"), "cannot read /no/such.toml: No such file"),
    (("run", "--spec", "/"), "/ must end in .toml or .json"),
    (("run", "--spec", "mine"), "there is no preset 'mine' (there are: article-1-"),
    ((*_RUN, "--spec", "mi:ne"), "'mi:ne' is no name for a preset"),
    ((*_RUN, "--save-spec", ""), "'' is no name for a preset"),
    ((*_RUN, "--save-spec", "spec.yaml"), "spec.yaml must end in .toml or .json"),
    ((*_RUN, "--save-spec", "/no/such/x.json"), "cannot write /no/such/x.json"),
    (("rnu",), "invalid choice: 'rnu'"),
    (("list", "--jsno"), "did you mean --json?"),
    (("list", "sum-of-squares"), "one word too many"),
    (("--versoin",), "did you mean --version?"),
    (("--print-completion", "fish"), "invalid choice: 'fish'"),
]


@pytest.mark.parametrize(("arguments", "expected"), _UNUSABLE, ids=lambda each: str(each)[:60])
def test_one_sentence_names_it(
    arguments: tuple[str, ...], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    _assert_one_sentence(output.err, expected)


def _assert_one_sentence(text: str, expected: str) -> None:
    assert text.startswith("concur-tui: ")
    assert text.count("\n") == 1
    assert text.endswith((".\n", "?\n"))
    assert expected in text


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.toml", b'workload = "no-op"\nworkers = 0\n', "workers: 0 is not accepted"),
        ("a.toml", b'workload = "no-op"\nwokers = 1\n', "did you mean workers?"),
        ("a.toml", b"workload = ", "valid TOML"),
        ("a.toml", b'workload = "\xff"', "is no text in UTF-8"),
        ("a.toml", b"", "workload: None is not accepted"),
        ("a.json", b"{", "valid JSON"),
        ("a.json", b"[1, 2]", "a table of"),
        ("a.json", b'{"workload": "no-op", "tasks": 1e400}', "tasks: inf"),
    ],
    ids=range(8),
)
def test_a_spec_file_that_cannot_be_used_is_named_too(
    tmp_path: Path,
    name: str,
    content: bytes,
    expected: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["run", "--spec", str(path)]) == 2
    error = capsys.readouterr().err
    assert str(path) in error
    _assert_one_sentence(error, expected)


def test_a_spec_that_fits_no_workload_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"workload": "sum-of-squares", "parameters": {"terms": "many"}}')
    assert main(["run", "--spec", str(path)]) == 2
    _assert_one_sentence(capsys.readouterr().err, "terms: 'many' is not accepted")


def test_the_program_says_it_in_the_same_way() -> None:
    ran = concur_tui("run", "sum-of-sqares")
    assert ran.returncode == 2
    assert ran.stdout == ""
    _assert_one_sentence(ran.stderr, "did you mean sum-of-squares?")


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_the_workbench_without_a_terminal_points_to_run(term: str) -> None:
    ran = concur_tui(env={"TERM": term})
    assert ran.returncode == 2
    _assert_one_sentence(ran.stderr, "`concur-tui run`")
